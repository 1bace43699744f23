-- Every superseded report names one that is current, and no body that is known has two current reports for a year.

with reports as (

    select * from {{ ref('dim_report') }}

),

wrongly_superseded as (

    select reports.report_id
    from reports
    left join reports as current_reports
        on reports.superseded_by = current_reports.report_id
        and reports.agency_id = current_reports.agency_id
        and reports.report_year = current_reports.report_year
        and current_reports.is_current
    where reports.is_current = (reports.superseded_by is not null)
        or (not reports.is_current and current_reports.report_id is null)

),

current_twice as (

    select max(report_id) as report_id
    from reports
    where is_current and resolution = 'resolved' and report_year is not null
    group by agency_id, report_year
    having count(*) > 1

)

select * from wrongly_superseded
union all
select * from current_twice
