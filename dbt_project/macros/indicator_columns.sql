{# The columns that a wide table declares under `meta: {is_indicator: true}`, one indicator each. #}
{% macro declared_indicators(columns) %}
    {%- set found = [] -%}
    {%- for column in columns.values() if column.config.meta.get('is_indicator') -%}
        {%- do found.append(column) -%}
    {%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{# Their names, of the table `relation`. #}
{% macro indicator_columns_of(relation, columns) -%}
    {%- for column in declared_indicators(columns) -%}
    {{ relation }}.{{ column.name }}
    {%- if not loop.last %},
        {% endif %}
    {%- endfor %}
{%- endmacro %}

{# One column for each of them from rows of `indicator` and `value`. #}
{% macro indicators_as_columns(columns) -%}
    {%- for column in declared_indicators(columns) -%}
    max(value) filter (where indicator = '{{ column.name }}')::{{ column.data_type }} as {{ column.name }}
    {%- if not loop.last %},
        {% endif %}
    {%- endfor %}
{%- endmacro %}
