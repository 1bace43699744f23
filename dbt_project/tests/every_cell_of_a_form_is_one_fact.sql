-- A report on a form has a fact for each cell of it, in the form's unit, and beside these only lines that are
-- optional and what prose says.

with reports as (

    select * from {{ ref('dim_report') }}

),

cells as (

    select * from {{ ref('int_form_cell') }}

),

facts as (

    select * from {{ ref('int_fact') }}

),

expected as (

    select
        reports.report_id,
        cells.*
    from reports
    inner join cells on reports.form = cells.form

),

final as (

    select
        coalesce(expected.report_id, facts.report_id) as report_id,
        coalesce(expected.fact_table, facts.fact_table) as fact_table,
        coalesce(expected.article, facts.article) as article,
        coalesce(expected.row_code, facts.row_code) as row_code,
        coalesce(expected.column_code, facts.column_code) as column_code,
        case
            when facts.report_id is null then 'the form has the cell, the report no fact for it'
            when expected.report_id is null then 'the form has no such cell, and it is not prose'
            else 'the unit is not the form''s'
        end as problem
    from expected
    full join facts
        on expected.report_id = facts.report_id
        and expected.fact_table = facts.fact_table
        and expected.article is not distinct from facts.article
        and expected.row_code = facts.row_code
        and expected.column_code = facts.column_code
    where (facts.report_id is null and not expected.is_optional)
        or (expected.report_id is null and facts.value_status <> 'narrative')
        or (facts.unit <> expected.unit)
        -- An optional line the document does not print is no fact at all.
        or (expected.is_optional and facts.value_status = 'missing')

)

select * from final
