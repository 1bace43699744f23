-- Reports with the body they are kept under, and which of several reports of one body for one year counts.

with reports as (

    select * from {{ ref('stg_report') }}

),

-- A body that is not known for certain is never shared between reports.
with_agency as (

    select
        * replace (coalesce(agency_id, 'report-' || report_id) as agency_id),
        resolution = 'resolved' and agency_id is not null and report_year is not null as is_comparable
    from reports

),

-- The last published is current; a date that is not known counts as earliest.
with_current as (

    select
        *,
        last_value(report_id) over (
            partition by is_comparable, case when is_comparable then agency_id else report_id end, report_year
            order by published_on nulls first, report_id
            rows between unbounded preceding and unbounded following
        ) as current_report_id
    from with_agency

),

final as (

    select
        * exclude (is_comparable, current_report_id),
        current_report_id = report_id as is_current,
        case when current_report_id <> report_id then current_report_id end as superseded_by
    from with_current

)

select * from final
