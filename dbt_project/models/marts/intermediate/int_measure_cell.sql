-- The mapping of measures to the cells of the forms, written out: one row for each cell that is added up.

with mapping as (

    select * from {{ ref('item_mapping') }}

),

forms as (

    select
        * exclude (forms),
        unnest(string_split(forms, '|')) as form
    from mapping

),

rows_of_measure as (

    select
        *,
        unnest({{ split_members('row_codes') }}) as row_code
    from forms

),

cells as (

    select
        *,
        unnest({{ split_members('column_codes') }}) as column_code
    from rows_of_measure

),

final as (

    select
        -- One source is all the cells that are added up for a measure on a form.
        dense_rank() over (order by measure, form, alternative)::integer as source_no,
        dense_rank() over (order by measure)::integer as measure_no,
        measure,
        form,
        alternative::tinyint as alternative,
        fact_table,
        article,
        row_code,
        column_code,
        is_comparable,
        note_en,
        note_zh
    from cells

)

select * from final
