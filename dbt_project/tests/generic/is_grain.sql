{# No two rows agree in all of `columns`; NULL agrees with NULL. #}
{% test is_grain(model, columns) %}
    select
        {{ columns | join(', ') }},
        count(*) as rows_found
    from {{ model }}
    group by all
    having count(*) > 1
{% endtest %}
