-- A body is described as its latest report has it.

with reports as (

    select * from {{ ref('int_report') }}

),

latest as (

    select *
    from reports
    qualify
        row_number() over (
            partition by agency_id
            order by report_year desc nulls last, is_current desc, report_id
        ) = 1

),

final as (

    select
        agency_id,
        agency_name,
        full_name,
        region_code,
        region_name,
        province,
        admin_level,
        "function"
    from latest

)

select * from final
order by agency_id
