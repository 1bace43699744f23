-- The cells every document on a form should print. A line printed only by some is an `item` and no cell.

with cells as (

    select * from {{ ref('int_form_cell') }}

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
        cell_order
    from cells
    where not is_optional

)

select * from final
order by form, cell_order
