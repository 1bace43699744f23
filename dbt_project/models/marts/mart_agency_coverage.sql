-- For which years a body's reports are there, and which years between them are not.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

all_reports as (

    select * from {{ ref('dim_report') }}

),

followed as (

    select * from {{ ref('int_agency_followed') }}

),

agencies as (

    select * from {{ ref('dim_agency') }}

),

spans as (

    select
        agency_id,
        min(report_year) as first_year,
        max(report_year) as last_year,
        count(*) as years_reported,
        string_agg(distinct form, ',' order by form) as forms
    from reports
    group by agency_id

),

years as (

    select
        agency_id,
        unnest(generate_series(first_year, last_year)) as report_year
    from spans

),

gaps as (

    select
        years.agency_id,
        string_agg(years.report_year::varchar, ',' order by years.report_year) as missing_years
    from years
    left join reports
        on years.agency_id = reports.agency_id
        and years.report_year = reports.report_year
    where reports.report_no is null
    group by years.agency_id

),

versions as (

    select
        agency_id,
        count(*) as superseded_count
    from all_reports
    where not is_current
    group by agency_id

),

newest as (

    select max(report_year) as newest_year from reports

),

final as (

    select
        spans.agency_id,
        agencies.agency_name,
        agencies.region_code,
        agencies.admin_level,
        agencies."function",
        coalesce(followed.followed_agency_id, spans.agency_id) as followed_agency_id,
        spans.first_year,
        spans.last_year,
        spans.years_reported::integer as years_reported,
        (spans.last_year - spans.first_year + 1 - spans.years_reported)::integer as years_missing,
        gaps.missing_years,
        spans.last_year = newest.newest_year as reaches_newest_year,
        spans.forms,
        coalesce(versions.superseded_count, 0)::integer as superseded_count
    from spans
    inner join agencies on spans.agency_id = agencies.agency_id
    cross join newest
    left join gaps on spans.agency_id = gaps.agency_id
    left join versions on spans.agency_id = versions.agency_id
    left join followed on spans.agency_id = followed.agency_id

)

select * from final
order by agency_id
