-- Figures with whose they are and where they stand on the form, so that every fact table is in the form's order.

with figures as (

    select * from {{ ref('stg_figure') }}

),

reports as (

    select * from {{ ref('dim_report') }}

),

cells as (

    select * from {{ ref('int_form_cell') }}

),

final as (

    select
        figures.report_id,
        reports.agency_id,
        reports.report_year,
        figures.fact_table,
        figures.article,
        figures.row_code,
        figures.column_code,
        figures.unit,
        figures.value,
        figures.value_status,
        figures.cell_id,
        figures.derived_from,
        cells.cell_order
    from figures
    left join reports on figures.report_id = reports.report_id
    left join cells
        on reports.form = cells.form
        and figures.fact_table = cells.fact_table
        and figures.article is not distinct from cells.article
        and figures.row_code = cells.row_code
        and figures.column_code = cells.column_code

)

select * from final
