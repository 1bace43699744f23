-- Which reports a sum over a region adds up: each report in every division it lies in, under its function and under
-- `all`, and whether a consolidated report of that sum has its figures already.

with reports as (

    select * from {{ ref('int_region_report') }}

),

chain as (

    select * from {{ ref('int_region_chain') }}

),

sums_of_report as (

    select
        report_no,
        agency_id,
        region_code,
        report_year,
        speaks_for_division,
        reporting_scope,
        "function",
        unnest(['all', "function"]) as sum_function
    from reports

),

-- One report speaks for a division in a sum: that of the government, else that of its office (the order of the codes).
speakers as (

    select
        region_code,
        report_year,
        sum_function,
        arg_min(report_no, ("function", agency_id)) as speaker_no
    from sums_of_report
    where speaks_for_division
    group by region_code, report_year, sum_function

),

placed as (

    select
        sums_of_report.report_no,
        sums_of_report.report_year,
        sums_of_report.sum_function,
        sums_of_report.region_code,
        sums_of_report.reporting_scope,
        chain.within_code,
        chain.depth,
        speakers.speaker_no
    from sums_of_report
    inner join chain
        on sums_of_report.region_code = chain.region_code
        and sums_of_report.report_year = chain.report_year
    left join speakers
        on chain.within_code = speakers.region_code
        and sums_of_report.report_year = speakers.report_year
        and sums_of_report.sum_function = speakers.sum_function

),

-- What is covered in a division stays covered in all it lies in.
final as (

    select
        within_code as region_code,
        report_year,
        sum_function as "function",
        report_no,
        region_code as own_region_code,
        reporting_scope,
        speaker_no,
        bool_or(coalesce(speaker_no <> report_no, false)) over (
            partition by report_no, sum_function
            order by depth
            rows between unbounded preceding and current row
        ) as is_covered
    from placed

)

select * from final
