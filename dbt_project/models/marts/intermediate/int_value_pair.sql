-- Each indicator of a report beside that of the report of the year before; one of the two may be without a value. Kept
-- apart from the names, so that neither joining nor sorting needs much memory.

with values_of_year as (

    select * from {{ ref('int_indicator_value') }}

),

reports_before as (

    select * from {{ ref('int_report_before') }}

),

both_years as (

    select
        report_no,
        indicator_no,
        value,
        null::double as last_value,
        is_comparable
    from values_of_year

    union all

    select
        reports_before.report_no,
        values_of_year.indicator_no,
        null as value,
        values_of_year.value as last_value,
        values_of_year.is_comparable
    from values_of_year
    inner join reports_before on values_of_year.report_no = reports_before.last_report_no

),

final as (

    select
        report_no,
        indicator_no,
        max(value) as value,
        max(last_value) as last_value,
        count(*) = 2 and bool_and(is_comparable) as are_comparable
    from both_years
    group by report_no, indicator_no

)

select * from final
