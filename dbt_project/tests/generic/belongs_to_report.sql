{# A fact's body and year are its report's. #}
{% test belongs_to_report(model, report) %}
    with heads as (

        select distinct report_id, agency_id, report_year from {{ model }}

    )

    select heads.*
    from heads
    left join {{ report }} as report
        on heads.report_id = report.report_id
        and heads.agency_id = report.agency_id
        and heads.report_year is not distinct from report.report_year
    where report.report_id is null
{% endtest %}
