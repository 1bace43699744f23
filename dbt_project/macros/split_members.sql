{# `granted + partially_granted` as a list of codes. #}
{% macro split_members(members) -%}
    string_split({{ members }}, ' + ')
{%- endmacro %}
