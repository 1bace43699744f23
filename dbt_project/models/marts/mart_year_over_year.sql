-- Each indicator of a body beside its own of the year before. A change is told only where both mean the same: on one
-- form, or on forms between which the indicator is comparable.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

reports_before as (

    select * from {{ ref('int_report_before') }}

),

pairs as (

    select * from {{ ref('int_value_pair') }}

),

doubted as (

    select * from {{ ref('int_doubted_indicator') }}

),

indicators as (

    select distinct
        indicator_no,
        indicator
    from {{ ref('int_indicator_form') }}

),

report_pairs as (

    select
        reports.report_no,
        reports.agency_id,
        reports.report_year,
        reports.form,
        before.agency_id as last_agency_id,
        before.form as last_form,
        coalesce(reports_before.is_followed, false) as is_followed
    from reports
    left join reports_before on reports.report_no = reports_before.report_no
    left join reports as before on reports_before.last_report_no = before.report_no

),

doubted_pairs as (

    select
        report_no,
        indicator_no
    from doubted

    union distinct

    select
        reports_before.report_no,
        doubted.indicator_no
    from doubted
    inner join reports_before on doubted.report_no = reports_before.last_report_no

),

compared as (

    select
        pairs.*,
        report_pairs.agency_id,
        report_pairs.report_year,
        report_pairs.form,
        report_pairs.last_agency_id,
        report_pairs.last_form,
        report_pairs.is_followed,
        indicators.indicator,
        doubted_pairs.report_no is not null as in_failed_identity,
        case
            when report_pairs.last_form is null then 'no_last_year'
            when report_pairs.form = report_pairs.last_form then 'same_form'
            when pairs.are_comparable then 'across_forms'
            else 'not_comparable'
        end as comparison
    from pairs
    inner join report_pairs on pairs.report_no = report_pairs.report_no
    inner join indicators on pairs.indicator_no = indicators.indicator_no
    left join doubted_pairs
        on pairs.report_no = doubted_pairs.report_no
        and pairs.indicator_no = doubted_pairs.indicator_no

),

final as (

    select
        agency_id,
        indicator,
        report_year,
        value,
        last_value,
        case when comparison in ('same_form', 'across_forms') then value - last_value end as change,
        case
            when comparison in ('same_form', 'across_forms') then (value - last_value) / nullif(abs(last_value), 0)
        end as relative_change,
        comparison,
        form,
        last_form,
        last_agency_id,
        is_followed,
        in_failed_identity,
        indicator_no,
        report_no
    from compared

)

select * exclude (indicator_no, report_no) from final
order by indicator_no, report_no
