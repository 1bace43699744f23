-- Where does what was carried over from last year not agree with last year's report?
-- 哪里的上年结转与上年报告对不上？

select
    agencies.full_name,
    checks.report_year,
    checks.applicant_type,
    checks.carried_out_last_year,
    checks.carried_in_this_year,
    checks.difference
from {{ ref('check_carry_over') }} as checks
inner join {{ ref('dim_agency') }} as agencies on checks.agency_id = agencies.agency_id
where checks.status = 'fail'
order by abs(checks.difference) desc, agencies.full_name, checks.report_year, checks.applicant_type
limit 50
