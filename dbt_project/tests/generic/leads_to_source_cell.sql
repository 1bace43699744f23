{# Where a fact names a place, that place is one of its own report's. #}
{% test leads_to_source_cell(model, source_cell) %}
    select facts.*
    from {{ model }} as facts
    left join {{ source_cell }} as places
        on facts.cell_id = places.cell_id
        and facts.report_id = places.report_id
    where facts.cell_id is not null
        and places.cell_id is null
{% endtest %}
