-- Every indicator that a report's form allows, one row each; without a value where a figure of its formula is missing.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

indicators_of_form as (

    select * from {{ ref('int_indicator_form') }}

),

indicator_values as (

    select * from {{ ref('int_indicator_value') }}

),

doubted as (

    select * from {{ ref('int_doubted_indicator') }}

),

final as (

    select
        indicators_of_form.indicator,
        reports.agency_id,
        reports.report_year,
        reports.report_id,
        reports.form,
        indicator_values.numerator,
        indicator_values.denominator,
        indicator_values.value,
        indicators.unit,
        {{ status_of_rank('indicator_values.status_rank') }} as weakest_status,
        indicators_of_form.is_comparable,
        doubted.report_no is not null as in_failed_identity,
        indicators_of_form.indicator_no,
        reports.report_no
    from reports
    inner join indicators_of_form on reports.form = indicators_of_form.form
    inner join indicators on indicators_of_form.indicator = indicators.indicator
    left join indicator_values
        on reports.report_no = indicator_values.report_no
        and indicators_of_form.indicator_no = indicator_values.indicator_no
    left join doubted
        on reports.report_no = doubted.report_no
        and indicators_of_form.indicator_no = doubted.indicator_no

)

-- By indicator first: most questions are about one or a few of them.
select * exclude (indicator_no, report_no) from final
order by indicator_no, report_no
