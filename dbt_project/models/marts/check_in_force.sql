-- What is in force against last year's with what was made and abolished since, from form 2021 on. Recounts and
-- amendments break it too, so that a difference is worth a look and no failure.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

figures as (

    select
        report_id,
        subject,
        max(value) filter (where measure = 'made') as made,
        max(value) filter (where measure = 'abolished') as abolished,
        max(value) filter (where measure = 'in_force') as in_force,
        bool_or(measure = 'in_force') as has_in_force
    from {{ ref('fct_disclosures') }}
    where measure in ('made', 'abolished', 'in_force')
    group by report_id, subject

),

final as (

    select
        reports.agency_id,
        reports.report_year,
        figures.subject,
        figures_before.in_force as in_force_last_year,
        figures.made,
        figures.abolished,
        figures.in_force,
        (
            figures.in_force - (figures_before.in_force + figures.made - figures.abolished)
        )::decimal(20, 2) as difference
    from reports
    inner join reports as before
        on reports.agency_no = before.agency_no
        and reports.report_year = before.report_year + 1
    inner join figures on reports.report_id = figures.report_id
    inner join figures as figures_before
        on before.report_id = figures_before.report_id
        and figures.subject = figures_before.subject
    where figures.has_in_force and figures_before.has_in_force

)

select * from final
order by agency_id, report_year, subject
