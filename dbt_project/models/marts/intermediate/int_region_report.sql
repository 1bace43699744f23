-- The comparable reports of bodies with a division and a function, each in the division that stood in its year: in the
-- year of a renaming some still bear the old name.

with reports as (

    select * from {{ ref('int_comparable_report') }}
    where region_code is not null and "function" is not null

),

standing as (

    select * from {{ ref('int_region_standing') }}

),

final as (

    select
        reports.report_no,
        reports.agency_id,
        reports.report_year,
        coalesce(standing.standing_code, reports.region_code) as region_code,
        reports."function",
        reports.reporting_scope,
        reports.speaks_for_division
    from reports
    left join standing
        on reports.region_code = standing.region_code
        and reports.report_year = standing.report_year

)

select * from final
