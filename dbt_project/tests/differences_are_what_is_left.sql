-- A check says what its two sides leave: it passes where that is nothing, fails where it is something, and cannot be
-- made where a side is missing.

with checks as (

    select
        'check_identity' as check_table,
        concat_ws(' ', report_id, check_name, scope) as place,
        left_value - right_value as difference_due,
        difference,
        status
    from {{ ref('check_identity') }}

    union all

    select
        'check_carry_over' as check_table,
        concat_ws(' ', agency_id, report_year, applicant_type) as place,
        carried_in_this_year - carried_out_last_year as difference_due,
        difference,
        status
    from {{ ref('check_carry_over') }}

    union all

    select
        'check_in_force' as check_table,
        concat_ws(' ', agency_id, report_year, subject) as place,
        in_force - (in_force_last_year + made - abolished) as difference_due,
        difference,
        null as status
    from {{ ref('check_in_force') }}

)

select *
from checks
where
    difference_due is distinct from difference
    or (
        status is not null
        and status <> case
            when difference is null then 'not_checkable'
            when difference = 0 then 'pass'
            else 'fail'
        end
    )
