{# What a fact must and must not carry follows from its `value_status`. #}
{% test status_settles_row(model) %}
    select *
    from {{ model }}
    where not coalesce(
        case value_status
            when 'reported' then value is not null and cell_id is not null and derived_from is null
            when 'narrative' then value is not null and cell_id is not null and derived_from is null
            when 'corrected' then value is not null and cell_id is not null and derived_from is null
            when 'derived' then value is not null and derived_from is not null
            when 'blank' then value is null and cell_id is not null and derived_from is null
            when 'not_applicable' then value is null and cell_id is not null and derived_from is null
            when 'missing' then value is null and cell_id is null and derived_from is null
        end,
        false
    )
{% endtest %}
