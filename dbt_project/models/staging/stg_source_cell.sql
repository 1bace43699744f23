with source as (

    select * from {{ source('raw', 'source_cell') }}

),

final as (

    select
        cell_id::varchar as cell_id,
        report_id::varchar as report_id,
        source_path::varchar as source_path,
        page::integer as page,
        table_no::integer as table_no,
        row_no::integer as row_no,
        column_no::integer as column_no,
        line_no::integer as line_no,
        raw_text::varchar as raw_text,
        context::varchar as context
    from source

)

select * from final
