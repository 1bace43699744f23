-- Where a division speaks for itself, its sum is that one report; and no sum uses what a consolidated report in it has.

with sums as (

    select * from {{ ref('mart_region_year') }}

),

uses as (

    select * from {{ ref('int_region_use') }}
    where not is_covered

),

speakers as (

    select report_no
    from {{ ref('int_comparable_report') }}
    where speaks_for_division

),

chain as (

    select * from {{ ref('int_region_chain') }}

),

beside_its_own_report as (

    select
        region_code,
        report_year,
        "function"
    from sums
    where basis = 'consolidated' and report_count <> 1

),

under_a_consolidated_report as (

    select
        uses.region_code,
        uses.report_year,
        uses."function"
    from uses
    inner join uses as consolidated
        on uses.region_code = consolidated.region_code
        and uses.report_year = consolidated.report_year
        and uses."function" = consolidated."function"
    inner join speakers on consolidated.report_no = speakers.report_no
    inner join chain
        on uses.own_region_code = chain.region_code
        and uses.report_year = chain.report_year
        and consolidated.own_region_code = chain.within_code
    where uses.report_no <> consolidated.report_no

)

select * from beside_its_own_report
union all
select * from under_a_consolidated_report
