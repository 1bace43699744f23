-- The reports that can be compared: current, of a body that is known, for a year that is known. The running numbers
-- stand for the names in everything that is added up, which takes a fraction of the time and memory.

with reports as (

    select * from {{ ref('dim_report') }}

),

agencies as (

    select * from {{ ref('dim_agency') }}

),

functions as (

    select * from {{ ref('agency_function') }}

),

final as (

    select
        row_number() over (order by reports.agency_id, reports.report_year)::integer as report_no,
        dense_rank() over (order by reports.agency_id)::integer as agency_no,
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.form,
        reports.reporting_scope,
        agencies.agency_name,
        agencies.region_code,
        agencies.admin_level,
        agencies."function",
        -- A government, or its office, that reports for its departments and for lower levels.
        coalesce(
            reports.reporting_scope = 'consolidated'
            and functions.speaks_for_division
            and agencies.admin_level <> 'township',
            false
        ) as speaks_for_division
    from reports
    inner join agencies on reports.agency_id = agencies.agency_id
    left join functions on agencies."function" = functions."function"
    where reports.is_current
        and reports.resolution = 'resolved'
        and reports.report_year is not null

)

select * from final
