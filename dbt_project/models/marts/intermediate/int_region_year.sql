-- The divisions of each year that a report is for: those that stood, and those that a report names.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

spans as (

    select * from {{ ref('int_region_span') }}

),

followed as (

    select * from {{ ref('int_region_followed') }}
    where is_last

),

years as (

    select distinct report_year from reports

),

reporting as (

    select distinct
        region_code,
        report_year
    from reports

),

final as (

    select
        spans.region_code,
        years.report_year,
        spans.region_name,
        spans.valid_from,
        spans.admin_level,
        spans.parent_code,
        spans.province,
        years.report_year between spans.valid_from and coalesce(spans.valid_to, 9999) as is_standing,
        followed.followed_region_code
    from years
    inner join spans on years.report_year between spans.from_year and spans.to_year
    inner join followed
        on spans.region_code = followed.region_code
        and spans.valid_from = followed.valid_from
    left join reporting
        on spans.region_code = reporting.region_code
        and years.report_year = reporting.report_year
    where reporting.region_code is not null
        or years.report_year between spans.valid_from and coalesce(spans.valid_to, 9999)

)

select * from final
