-- The formulas of the indicators taken apart: one row for each measure on one side of a formula.

with indicators as (

    select
        *,
        row_number() over (order by indicator)::integer as indicator_no,
        string_split(formula, ' / ') as sides
    from {{ ref('indicator') }}

),

sides as (

    select
        indicator_no,
        indicator,
        'numerator' as side,
        sides[1] as terms
    from indicators

    union all

    select
        indicator_no,
        indicator,
        'denominator' as side,
        sides[2] as terms
    from indicators
    where len(sides) = 2

),

terms as (

    select
        indicator_no,
        indicator,
        side,
        unnest(regexp_extract_all(terms, '([+-] )?[a-z_]+')) as term
    from sides

),

final as (

    select
        indicator_no,
        indicator,
        side,
        ltrim(term, '+- ') as measure,
        case when starts_with(term, '-') then -1 else 1 end::tinyint as sign
    from terms

)

select * from final
