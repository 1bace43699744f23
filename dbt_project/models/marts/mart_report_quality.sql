-- How far a report can be trusted: a grade, and the parts that lowered it. The grade is that of the weakest part.

with reports as (

    select * from {{ ref('dim_report') }}

),

parts as (

    select * from {{ ref('int_report_quality_part') }}

),

identities as (

    select
        report_id,
        count(*) filter (where status <> 'not_checkable') as checked_count
    from {{ ref('check_identity') }}
    group by report_id

),

of_report as (

    select
        report_id,
        any_value(cell_count) as cells_of_form,
        max(counted) filter (where part = 'missing_share') as cells_missing,
        max(counted) filter (where part = 'blank_share') as cells_blank,
        max(counted) filter (where part = 'derived_share') as cells_derived,
        max(counted) filter (where part = 'identities_failed') as identities_failed,
        max(counted) filter (where part = 'doubts') as doubts,
        max(counted) filter (where part = 'prose_contradicted') as prose_contradicted,
        max(grade) as grade,
        string_agg(part, ',' order by grade desc, part) filter (where grade > 'A') as lowered_by
    from parts
    group by report_id

),

final as (

    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.form,
        reports.is_current,
        -- A report on no form has no cells to be complete and no arithmetic to hold.
        case when of_report.cells_of_form is null then 'P' else of_report.grade end as grade,
        of_report.lowered_by,
        coalesce(of_report.cells_of_form, 0)::integer as cells_of_form,
        of_report.cells_missing,
        of_report.cells_blank,
        of_report.cells_derived,
        coalesce(identities.checked_count, 0)::integer as identities_checked,
        of_report.identities_failed,
        of_report.doubts,
        of_report.prose_contradicted
    from reports
    inner join of_report on reports.report_id = of_report.report_id
    left join identities on reports.report_id = identities.report_id

)

select * from final
order by report_id
