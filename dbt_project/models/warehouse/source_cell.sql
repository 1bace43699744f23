with source_cells as (

    select * from {{ ref('stg_source_cell') }}

),

final as (

    select
        cell_id,
        report_id,
        source_path,
        page,
        table_no,
        row_no,
        column_no,
        line_no,
        raw_text,
        context
    from source_cells

)

select * from final
order by report_id, page, table_no, line_no, row_no, column_no, cell_id
