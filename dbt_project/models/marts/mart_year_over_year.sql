-- Each indicator of a body beside its own of the year before. A change is told only where both mean the same: on one
-- form, or on forms between which the indicator is comparable.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

reports_before as (

    select * from {{ ref('int_report_before') }}

),

indicator_values as (

    select * from {{ ref('int_indicator_value') }}

),

indicators as (

    select distinct indicator_no, indicator from {{ ref('int_indicator_form') }}

),

last_values as (

    select
        reports_before.report_no,
        indicator_values.indicator_no,
        indicator_values.value,
        indicator_values.is_comparable
    from indicator_values
    inner join reports_before on indicator_values.report_no = reports_before.last_report_no

),

paired as (

    select
        coalesce(indicator_values.report_no, last_values.report_no) as report_no,
        coalesce(indicator_values.indicator_no, last_values.indicator_no) as indicator_no,
        indicator_values.value,
        last_values.value as last_value,
        indicator_values.is_comparable and last_values.is_comparable as are_comparable
    from indicator_values
    full join last_values
        on indicator_values.report_no = last_values.report_no
        and indicator_values.indicator_no = last_values.indicator_no

),

compared as (

    select
        paired.*,
        reports.agency_id,
        reports.report_year,
        reports.form,
        before.agency_id as last_agency_id,
        before.form as last_form,
        coalesce(reports_before.is_followed, false) as is_followed,
        case
            when before.report_no is null then 'no_last_year'
            when reports.form = before.form then 'same_form'
            when paired.are_comparable then 'across_forms'
            else 'not_comparable'
        end as comparison
    from paired
    inner join reports on paired.report_no = reports.report_no
    left join reports_before on paired.report_no = reports_before.report_no
    left join reports as before on reports_before.last_report_no = before.report_no

),

final as (

    select
        compared.agency_id,
        indicators.indicator,
        compared.report_year,
        compared.value,
        compared.last_value,
        case
            when compared.comparison in ('same_form', 'across_forms') then compared.value - compared.last_value
        end as change,
        case
            when compared.comparison in ('same_form', 'across_forms')
                then (compared.value - compared.last_value) / nullif(abs(compared.last_value), 0)
        end as relative_change,
        compared.comparison,
        compared.form,
        compared.last_form,
        compared.last_agency_id,
        compared.is_followed,
        compared.indicator_no,
        compared.report_no
    from compared
    inner join indicators on compared.indicator_no = indicators.indicator_no

)

select * exclude (indicator_no, report_no) from final
order by indicator_no, report_no
