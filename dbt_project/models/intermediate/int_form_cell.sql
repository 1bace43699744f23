-- Every cell a form can print: its lines crossed with the columns of the same section. What a cell is called and
-- counted in stands on its line or on its column, never on both. Optional lines are here and not in dim_form_cell.

with lines as (

    select * from {{ ref('form_line') }}

),

columns_of_section as (

    select * from {{ ref('form_column') }}

),

crossed as (

    select
        lines.form,
        coalesce(lines.fact_table, columns_of_section.fact_table) as fact_table,
        lines.article,
        coalesce(lines.row_code, columns_of_section.row_code) as row_code,
        coalesce(lines.column_code, columns_of_section.column_code) as column_code,
        coalesce(lines.unit, columns_of_section.unit) as unit,
        lines.group_zh as line_group_zh,
        lines.label_zh as line_label_zh,
        lines.label_en as line_label_en,
        -- A column that gives the cell no code says nothing of it (form 2014's single column of figures).
        columns_of_section.column_code is not null as column_says_something,
        columns_of_section.row_code as row_code_of_column,
        columns_of_section.group_zh as column_group_zh,
        columns_of_section.label_zh as column_label_zh,
        columns_of_section.label_en as column_label_en,
        lines.is_optional,
        lines.stands_for,
        row_number() over (
            partition by lines.form
            order by lines.position, columns_of_section.position
        )::integer as cell_order
    from lines
    inner join columns_of_section
        on lines.form = columns_of_section.form
        and lines.section = columns_of_section.section

),

labelled as (

    select
        *,
        concat_ws(
            ' / ',
            line_group_zh,
            line_label_zh,
            case when column_says_something then column_group_zh end,
            case when column_says_something then column_label_zh end
        ) as label_zh,
        concat_ws(
            ': ',
            line_label_en,
            replace(row_code_of_column, '_', ' '),
            case when column_says_something then column_label_en end
        ) as label_en
    from crossed

),

final as (

    select
        form,
        fact_table,
        article,
        row_code,
        column_code,
        label_zh,
        label_en,
        unit,
        cell_order,
        is_optional,
        stands_for
    from labelled

)

select * from final
