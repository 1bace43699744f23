with figures as (

    select * from {{ ref('int_figure') }}
    where fact_table = 'activities'

),

final as (

    select
        report_id,
        agency_id,
        report_year,
        row_code as topic,
        column_code as measure,
        unit,
        value,
        value_status,
        cell_id,
        derived_from,
        cell_order
    from figures

)

select * exclude (cell_order) from final
order by report_id, cell_order, topic, measure
