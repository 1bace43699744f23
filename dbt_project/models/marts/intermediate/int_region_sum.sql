-- One row a sum over a region: the division, the year and the function, and what the sum is made of.

with uses as (

    select * from {{ ref('int_region_use') }}

),

regions as (

    select * from {{ ref('int_region_year') }}

),

reports as (

    select * from {{ ref('int_comparable_report') }}

),

divisions_within as (

    select
        within_code as region_code,
        report_year,
        count(*) as divisions_standing
    from {{ ref('int_region_chain') }}
    where is_standing
    group by within_code, report_year

),

sums as (

    select
        region_code,
        report_year,
        "function",
        any_value(speaker_no) as speaker_no,
        count(*) filter (where not is_covered) as report_count,
        count(*) filter (where not is_covered and reporting_scope = 'consolidated') as consolidated_count,
        count(*) filter (where is_covered) as left_out_count,
        count(distinct own_region_code) filter (where not is_covered) as divisions_reporting
    from uses
    group by region_code, report_year, "function"

),

final as (

    select
        row_number() over (order by sums.region_code, sums.report_year, sums."function")::integer as sum_no,
        sums.region_code,
        sums.report_year,
        sums."function",
        regions.region_name,
        regions.admin_level,
        regions.province,
        regions.followed_region_code,
        case when sums.speaker_no is null then 'parts' else 'consolidated' end as basis,
        reports.report_id as consolidated_report_id,
        sums.report_count::integer as report_count,
        sums.consolidated_count::integer as consolidated_count,
        sums.left_out_count::integer as left_out_count,
        sums.divisions_reporting::integer as divisions_reporting,
        coalesce(divisions_within.divisions_standing, 0)::integer as divisions_standing
    from sums
    inner join regions
        on sums.region_code = regions.region_code
        and sums.report_year = regions.report_year
    left join reports on sums.speaker_no = reports.report_no
    left join divisions_within
        on sums.region_code = divisions_within.region_code
        and sums.report_year = divisions_within.report_year

)

select * from final
