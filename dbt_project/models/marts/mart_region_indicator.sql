-- Indicators of whole regions: numerators and denominators added up first, then divided. A sum has a value only where
-- every report in it states the figure, on forms between which it means the same.

with sums as (

    select * from {{ ref('int_region_sum') }}

),

uses as (

    select * from {{ ref('int_region_use') }}
    where not is_covered

),

reports as (

    select * from {{ ref('int_comparable_report') }}

),

indicator_values as (

    select * from {{ ref('int_indicator_value') }}

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

units as (

    select * from {{ ref('dim_indicator') }}

),

stated as (

    select
        sums.sum_no,
        indicator_values.indicator_no,
        count(*) as reports_stating,
        sum(indicator_values.numerator) as numerator,
        sum(indicator_values.denominator) as denominator,
        bool_and(indicator_values.is_comparable) or min(reports.form) = max(reports.form) as is_one_meaning,
        count(doubted.report_no) > 0 as in_failed_identity
    from sums
    inner join uses
        on sums.region_code = uses.region_code
        and sums.report_year = uses.report_year
        and sums."function" = uses."function"
    inner join reports on uses.report_no = reports.report_no
    inner join indicator_values on uses.report_no = indicator_values.report_no
    left join doubted
        on indicator_values.report_no = doubted.report_no
        and indicator_values.indicator_no = doubted.indicator_no
    group by sums.sum_no, indicator_values.indicator_no

),

final as (

    select
        indicators.indicator,
        sums.region_code,
        sums.report_year,
        sums."function",
        sums.basis,
        sums.report_count,
        stated.reports_stating::integer as reports_stating,
        stated.numerator::decimal(20, 2) as stated_numerator,
        stated.denominator::decimal(20, 2) as stated_denominator,
        case
            when stated.reports_stating < sums.report_count or not stated.is_one_meaning then null
            when units.kind = 'rate' then stated.numerator::double / nullif(stated.denominator, 0)
            else stated.numerator::double
        end as value,
        units.unit,
        stated.is_one_meaning,
        stated.in_failed_identity,
        stated.indicator_no,
        stated.sum_no
    from stated
    inner join sums on stated.sum_no = sums.sum_no
    inner join indicators on stated.indicator_no = indicators.indicator_no
    inner join units on indicators.indicator = units.indicator

)

select * exclude (indicator_no, sum_no) from final
order by indicator_no, sum_no
