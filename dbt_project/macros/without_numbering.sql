{# A label without the numbering a form prints before it: `一、`, `（二）` or `3.`. #}
{% macro without_numbering(label) -%}
    regexp_replace({{ label }}, '^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|[0-9]+\.)', '')
{%- endmacro %}
