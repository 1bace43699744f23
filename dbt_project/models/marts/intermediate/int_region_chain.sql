-- Each division of a year with itself and all it lies in: `depth` counts the steps up.

with recursive regions as (

    select * from {{ ref('int_region_year') }}

),

chain as (

    select
        region_code,
        report_year,
        is_standing,
        region_code as within_code,
        parent_code,
        0 as depth
    from regions

    union all

    select
        chain.region_code,
        chain.report_year,
        chain.is_standing,
        regions.region_code as within_code,
        regions.parent_code,
        chain.depth + 1 as depth
    from chain
    inner join regions
        on chain.parent_code = regions.region_code
        and chain.report_year = regions.report_year

),

final as (

    select
        region_code,
        report_year,
        is_standing,
        within_code,
        depth
    from chain

)

select * from final
