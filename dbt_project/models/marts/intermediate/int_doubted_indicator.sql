-- Indicators of a report that use a figure of an identity that fails there: one of the figures is wrong as printed, and
-- none tells which.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

failures as (

    select * from {{ ref('check_identity') }}
    where status = 'fail'

),

members as (

    select * from {{ ref('int_identity_member') }}

),

cells as (

    select * from {{ ref('int_measure_cell') }}

),

formulas as (

    select * from {{ ref('int_formula_member') }}

),

final as (

    select distinct
        reports.report_no,
        formulas.indicator_no
    from failures
    inner join reports on failures.report_id = reports.report_id
    inner join members
        on reports.form = members.form
        and failures.check_name = members.check_name
        and failures.scope = members.scope
    inner join cells
        on members.form = cells.form
        and members.fact_table = cells.fact_table
        and members.row_code = cells.row_code
        and members.column_code = cells.column_code
    inner join formulas on cells.measure = formulas.measure

)

select * from final
