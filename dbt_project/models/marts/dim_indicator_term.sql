-- The formulas down to the cells that are added up, form by form.

with members as (

    select * from {{ ref('int_formula_member') }}

),

cells as (

    select * from {{ ref('int_measure_cell') }}

),

indicators_of_form as (

    select * from {{ ref('int_indicator_form') }}

),

final as (

    select
        members.indicator,
        cells.form,
        members.side,
        members.sign::integer as sign,
        members.measure,
        cells.alternative::integer as alternative,
        cells.fact_table,
        cells.article,
        cells.row_code,
        cells.column_code,
        cells.is_comparable,
        cells.note_en as note,
        cells.note_zh
    from members
    inner join cells on members.measure = cells.measure
    inner join indicators_of_form
        on members.indicator = indicators_of_form.indicator
        and cells.form = indicators_of_form.form

)

select * from final
order by indicator, form, side desc, measure, alternative, fact_table, row_code, column_code
