-- The parts of a report's quality, each with what was counted and the grade it alone would give.

with reports as (

    select * from {{ ref('dim_report') }}

),

cells_of_form as (

    select
        form,
        count(*) as cell_count
    from {{ ref('dim_form_cell') }}
    group by form

),

rules as (

    select * from {{ ref('report_quality_rule') }}

),

cells as (

    select
        report_id,
        count(*) filter (where value_status = 'missing') as missing_count,
        count(*) filter (where value_status = 'blank') as blank_count,
        count(*) filter (where value_status = 'derived') as derived_count
    from {{ ref('int_fact') }}
    where value_status in ('missing', 'blank', 'derived')
    group by report_id

),

failures as (

    select
        report_id,
        count(*) as failure_count
    from {{ ref('check_identity') }}
    where status = 'fail'
    group by report_id

),

issue_codes as (

    select
        part,
        unnest(string_split(issue_codes, '|')) as code
    from rules

),

issues as (

    select
        issues.report_id,
        issue_codes.part,
        count(*) as issue_count
    from {{ ref('ingest_issue') }} as issues
    inner join issue_codes on issues.code = issue_codes.code
    where issues.report_id is not null
    group by issues.report_id, issue_codes.part

),

counted as (

    select
        reports.report_id,
        rules.part,
        cells_of_form.cell_count,
        case rules.part
            when 'missing_share' then coalesce(cells.missing_count, 0)
            when 'blank_share' then coalesce(cells.blank_count, 0)
            when 'derived_share' then coalesce(cells.derived_count, 0)
            when 'identities_failed' then coalesce(failures.failure_count, 0)
            else coalesce(issues.issue_count, 0)
        end::integer as counted,
        rules.part in ('missing_share', 'blank_share', 'derived_share') as is_share,
        rules.b_from,
        rules.c_from,
        rules.d_from
    from reports
    cross join rules
    left join cells_of_form on reports.form = cells_of_form.form
    left join cells on reports.report_id = cells.report_id
    left join failures on reports.report_id = failures.report_id
    left join issues
        on reports.report_id = issues.report_id
        and rules.part = issues.part

),

measured as (

    select
        *,
        case when is_share then counted / nullif(cell_count, 0) else counted end as measured
    from counted

),

final as (

    select
        report_id,
        part,
        counted,
        cell_count,
        case
            when measured >= d_from then 'D'
            when measured >= c_from then 'C'
            when measured >= b_from then 'B'
            else 'A'
        end as grade
    from measured

)

select * from final
