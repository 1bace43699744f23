-- The arithmetic of the forms written out: one row for each cell that takes part in an identity at one of its places.
-- A place is a cell of the total: `scope` is its `table.row.column`. Where an optional line may stand for some members,
-- they carry its row code in `substitute`, and the optional line's own cell is one more member, `is_substitute`.

with identities as (

    select
        *,
        row_number() over (order by form, check_name, fact_table, row_code) as identity_id
    from {{ ref('form_identity') }}

),

cells as (

    select * from {{ ref('int_form_cell') }}

),

places as (

    select
        identities.identity_id,
        cells.form,
        identities.check_name,
        concat_ws('.', cells.fact_table, cells.row_code, cells.column_code) as scope,
        cells.cell_order as scope_order,
        -- An optional line has its own arithmetic only in the documents that print it.
        cells.is_optional as is_optional_place,
        cells.fact_table,
        identities."over",
        cells.row_code,
        cells.column_code
    from identities
    inner join cells
        on identities.form = cells.form
        and identities.fact_table = cells.fact_table
        and identities.scope_member
        = case identities."over" when 'column' then cells.row_code else cells.column_code end
        and (identities.row_code is null or identities.row_code = cells.row_code)

),

codes as (

    select identity_id, 'left' as side, unnest({{ split_members('left_members') }}) as code from identities
    union all
    select identity_id, 'right' as side, unnest({{ split_members('right_members') }}) as code from identities

),

stand_ins as (

    select distinct
        form,
        fact_table,
        row_code as substitute,
        unnest({{ split_members('stands_for') }}) as row_code
    from cells
    where stands_for is not null

),

printed_members as (

    select
        places.form,
        places.check_name,
        places.scope,
        places.scope_order,
        places.is_optional_place,
        codes.side,
        stand_ins.substitute,
        false as is_substitute,
        places.fact_table,
        case places."over" when 'column' then codes.code else places.row_code end as row_code,
        case places."over" when 'column' then places.column_code else codes.code end as column_code
    from places
    inner join codes on places.identity_id = codes.identity_id
    left join stand_ins
        on places."over" = 'column'
        and places.form = stand_ins.form
        and places.fact_table = stand_ins.fact_table
        and codes.code = stand_ins.row_code

),

substitute_members as (

    select distinct
        form,
        check_name,
        scope,
        scope_order,
        is_optional_place,
        side,
        substitute,
        true as is_substitute,
        fact_table,
        substitute as row_code,
        column_code
    from printed_members
    where substitute is not null

),

members as (

    select * from printed_members
    union all
    select * from substitute_members

),

-- What one side adds up are its terms: all members that nothing can stand for, or a group that one optional line can.
final as (

    select
        *,
        dense_rank() over (order by form, scope_order, check_name)::integer as place_id,
        dense_rank() over (
            order by form, scope_order, check_name, side, substitute nulls first
        )::integer as term_id
    from members

)

select * from final
