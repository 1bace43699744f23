-- A report on a form has a fact for each cell of it, in the form's unit, and beside these only lines that are
-- optional and what prose says. That no cell has two facts is for the grain of the fact tables to show: here cells
-- are counted, which takes little memory however many reports there are.

with reports as (

    select * from {{ ref('dim_report') }}

),

cells as (

    select * from {{ ref('int_form_cell') }}

),

facts as (

    select * from {{ ref('int_fact') }}

),

placed as (

    select
        facts.*,
        reports.form,
        cells.is_optional,
        bool_and(facts.value_status = 'missing') over (
            partition by facts.report_id, facts.fact_table, facts.article, facts.row_code
        ) as is_line_missing,
        cells.unit as unit_of_form
    from facts
    inner join reports on facts.report_id = reports.report_id
    left join cells
        on reports.form = cells.form
        and facts.fact_table = cells.fact_table
        and facts.article is not distinct from cells.article
        and facts.row_code = cells.row_code
        and facts.column_code = cells.column_code

),

out_of_place as (

    select
        report_id,
        concat_ws('.', fact_table, article, row_code, column_code) as place,
        case
            when is_optional is null and value_status <> 'narrative'
                then 'the form has no such cell, and it is not prose'
            when unit <> unit_of_form then 'the unit is not the form''s'
            when is_optional and is_line_missing then 'an optional line that is not printed is no fact'
        end as problem
    from placed
    where problem is not null

),

cells_of_form as (

    select
        form,
        count(*) as cell_count
    from cells
    where not is_optional
    group by form

),

facts_of_report as (

    select
        report_id,
        count(*) as fact_count
    from placed
    where not is_optional
    group by report_id

),

incomplete as (

    select
        reports.report_id,
        reports.form as place,
        'only ' || coalesce(facts_of_report.fact_count, 0) || ' of ' || cells_of_form.cell_count || ' cells' as problem
    from reports
    inner join cells_of_form on reports.form = cells_of_form.form
    left join facts_of_report on reports.report_id = facts_of_report.report_id
    where coalesce(facts_of_report.fact_count, 0) < cells_of_form.cell_count

)

select * from out_of_place
union all
select * from incomplete
