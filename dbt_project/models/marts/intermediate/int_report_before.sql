-- Each comparable report with the report of the year before: of the same body, else of the one body that it was
-- renamed from (its division's renaming is one). A body that took in several has none.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

renamings as (

    select
        predecessor_agency_id,
        successor_agency_id
    from {{ ref('int_agency_succession') }}
    where kind = 'renamed' and is_followed

),

of_the_same_body as (

    select
        reports.report_no,
        before.report_no as last_report_no,
        false as is_followed
    from reports
    inner join reports as before
        on reports.agency_no = before.agency_no
        and reports.report_year = before.report_year + 1

),

under_another_name as (

    select
        reports.report_no,
        any_value(before.report_no) as last_report_no,
        true as is_followed
    from reports
    inner join renamings on reports.agency_id = renamings.successor_agency_id
    inner join reports as before
        on renamings.predecessor_agency_id = before.agency_id
        and reports.report_year = before.report_year + 1
    left join of_the_same_body on reports.report_no = of_the_same_body.report_no
    where of_the_same_body.report_no is null
    group by reports.report_no
    having count(distinct before.report_no) = 1

),

final as (

    select * from of_the_same_body
    union all
    select * from under_another_name

)

select * from final
