{# How directly a document gives a figure: the higher, the less directly. A sum is as direct as its least direct
figure. #}
{% macro statuses_with_a_value() %}
    {{- return(['reported', 'corrected', 'derived', 'narrative']) -}}
{% endmacro %}

{% macro rank_of_status(status) -%}
    case {{ status }}
        {%- for name in statuses_with_a_value() %}
        when '{{ name }}' then {{ loop.index }}
        {%- endfor %}
    end::tinyint
{%- endmacro %}

{% macro status_of_rank(rank) -%}
    case {{ rank }}
        {%- for name in statuses_with_a_value() %}
        when {{ loop.index }} then '{{ name }}'
        {%- endfor %}
    end
{%- endmacro %}
