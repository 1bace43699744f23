-- What a body carried in is what it carried out the year before. A year is compared where the body's reports for both
-- years are there and one of them has the cell.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

pairs as (

    select
        reports.agency_id,
        reports.report_year,
        reports.report_id,
        before.report_id as last_report_id
    from reports
    inner join reports as before
        on reports.agency_no = before.agency_no
        and reports.report_year = before.report_year + 1

),

figures as (

    select
        report_id,
        item,
        applicant_type,
        value
    from {{ ref('fct_applications') }}
    where item in ('carried_in', 'carried_out')

),

both_sides as (

    select
        pairs.agency_id,
        pairs.report_year,
        figures.applicant_type,
        null::bigint as carried_out,
        figures.value as carried_in
    from pairs
    inner join figures on pairs.report_id = figures.report_id
    where figures.item = 'carried_in'

    union all

    select
        pairs.agency_id,
        pairs.report_year,
        figures.applicant_type,
        figures.value as carried_out,
        null as carried_in
    from pairs
    inner join figures on pairs.last_report_id = figures.report_id
    where figures.item = 'carried_out'

),

compared as (

    select
        agency_id,
        report_year,
        applicant_type,
        max(carried_out) as carried_out_last_year,
        max(carried_in) as carried_in_this_year
    from both_sides
    group by agency_id, report_year, applicant_type

),

final as (

    select
        agency_id,
        report_year,
        applicant_type,
        carried_out_last_year,
        carried_in_this_year,
        carried_in_this_year - carried_out_last_year as difference,
        case
            when carried_in_this_year - carried_out_last_year is null then 'not_checkable'
            when carried_in_this_year = carried_out_last_year then 'pass'
            else 'fail'
        end as status
    from compared

)

select * from final
order by agency_id, report_year, applicant_type
