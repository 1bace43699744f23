-- One row a body and year, every indicator a column, beside what tells how far the report can be trusted.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

regions as (

    select * from {{ ref('int_region_year') }}

),

followed as (

    select * from {{ ref('int_agency_followed') }}

),

quality as (

    select * from {{ ref('mart_report_quality') }}

),

carried_over as (

    select
        agency_id,
        report_year,
        count(*) filter (where status = 'fail') as failure_count
    from {{ ref('check_carry_over') }}
    where status <> 'not_checkable'
    group by agency_id, report_year

),

covered as (

    select
        report_no,
        bool_or(is_covered) as is_covered
    from {{ ref('int_region_use') }}
    where "function" = 'all'
    group by report_no

),

indicators as (

    select
        agency_id,
        report_year,
        {{ indicators_as_columns(model.columns) }}
    from {{ ref('mart_agency_indicator') }}
    group by agency_id, report_year

),

final as (

    select
        reports.agency_id,
        reports.report_year,
        reports.report_id,
        reports.form,
        reports.reporting_scope,
        coalesce(covered.is_covered, false) as is_covered_by_consolidated,
        reports.agency_name,
        reports.region_code,
        regions.region_name,
        regions.province,
        reports.admin_level,
        reports."function",
        coalesce(followed.followed_agency_id, reports.agency_id) as followed_agency_id,
        coalesce(regions.followed_region_code, reports.region_code) as followed_region_code,
        {{ indicator_columns_of('indicators', model.columns) }},
        quality.grade as quality_grade,
        quality.lowered_by as quality_lowered_by,
        quality.cells_missing,
        quality.cells_derived,
        quality.identities_failed,
        quality.prose_contradicted,
        carried_over.failure_count::integer as carry_over_failed
    from reports
    inner join quality on reports.report_id = quality.report_id
    left join indicators
        on reports.agency_id = indicators.agency_id
        and reports.report_year = indicators.report_year
    left join regions
        on reports.region_code = regions.region_code
        and reports.report_year = regions.report_year
    left join covered on reports.report_no = covered.report_no
    left join followed on reports.agency_id = followed.agency_id
    left join carried_over
        on reports.agency_id = carried_over.agency_id
        and reports.report_year = carried_over.report_year

)

select * from final
order by agency_id, report_year
