-- The bodies that are compared, each with its name without its division, and every division in which the body that
-- took over from it may be found: its own, and those that followed. A body of the nation has one place.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

regions as (

    select * from {{ ref('int_region_year') }}

),

followed as (

    select * from {{ ref('int_region_followed') }}

),

agencies as (

    select
        agency_id,
        any_value(agency_name) as agency_name,
        any_value(coalesce(region_code, 'nation')) as region_code,
        any_value(admin_level) as admin_level,
        max(report_year) as last_report_year
    from reports
    where agency_name is not null
    group by agency_id

),

placed as (

    select
        agencies.*,
        regions.valid_from,
        replace(agencies.agency_name, coalesce(regions.region_name, ''), '') as body_name
    from agencies
    left join regions
        on agencies.region_code = regions.region_code
        and agencies.last_report_year = regions.report_year

),

final as (

    select
        placed.agency_id,
        placed.agency_name,
        placed.region_code,
        placed.admin_level,
        placed.last_report_year,
        placed.body_name,
        coalesce(followed.followed_region_code, placed.region_code) as later_region_code,
        coalesce(followed.since_year, 0) as later_from,
        coalesce(followed.step_no, 0) as step_no,
        coalesce(followed.is_merged, false) as is_region_merged
    from placed
    left join followed
        on placed.region_code = followed.region_code
        and placed.valid_from = followed.valid_from

)

select * from final
