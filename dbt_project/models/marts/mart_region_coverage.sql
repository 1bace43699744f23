-- Which functions of a division reported in a year, and which did not. The functions asked for are those that any
-- division of the level reports; the years, those between a division's first report and its last.

with reports as (

    select * from {{ ref('int_region_report') }}

),

regions as (

    select * from {{ ref('int_region_year') }}

),

chain as (

    select * from {{ ref('int_region_chain') }}

),

spans as (

    select
        region_code,
        min(report_year) as first_year,
        max(report_year) as last_year
    from reports
    group by region_code

),

region_years as (

    select regions.*
    from regions
    inner join spans
        on regions.region_code = spans.region_code
        and regions.report_year between spans.first_year and spans.last_year

),

functions_of_level as (

    select distinct
        region_years.admin_level,
        reports."function"
    from reports
    inner join region_years
        on reports.region_code = region_years.region_code
        and reports.report_year = region_years.report_year

),

reported as (

    select
        region_code,
        report_year,
        "function",
        count(*) as report_count
    from reports
    group by region_code, report_year, "function"

),

consolidated as (

    select distinct
        region_code,
        report_year
    from reports
    where speaks_for_division

),

covered as (

    select distinct
        chain.region_code,
        chain.report_year
    from chain
    inner join consolidated
        on chain.within_code = consolidated.region_code
        and chain.report_year = consolidated.report_year

),

final as (

    select
        region_years.region_code,
        region_years.report_year,
        functions_of_level."function",
        region_years.region_name,
        region_years.admin_level,
        region_years.province,
        region_years.followed_region_code,
        coalesce(reported.report_count, 0)::integer as report_count,
        reported.report_count is not null as has_report,
        covered.region_code is not null as is_covered_by_consolidated
    from region_years
    inner join functions_of_level on region_years.admin_level = functions_of_level.admin_level
    left join reported
        on region_years.region_code = reported.region_code
        and region_years.report_year = reported.report_year
        and functions_of_level."function" = reported."function"
    left join covered
        on region_years.region_code = covered.region_code
        and region_years.report_year = covered.report_year

)

select * from final
order by region_code, report_year, "function"
