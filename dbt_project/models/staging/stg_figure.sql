with source as (

    select * from {{ source('raw', 'figure') }}

),

final as (

    select
        report_id::varchar as report_id,
        fact_table::varchar as fact_table,
        article::varchar as article,
        row_code::varchar as row_code,
        column_code::varchar as column_code,
        unit::varchar as unit,
        value::decimal(20, 2) as value,
        value_status::varchar as value_status,
        cell_id::varchar as cell_id,
        derived_from::varchar as derived_from
    from source

)

select * from final
