-- Whose report does not add up? Every identity of a form that fails on the figures as printed, the largest gap first.
-- 谁的报告数字不自洽？按原文数字不符的每条勾稽关系，差额大者在前。

select
    coalesce(agencies.full_name, reports.agency_name_printed, reports.source_path) as who,
    reports.report_year,
    checks.check_name,
    checks.scope,
    checks.left_value as printed_total,
    checks.right_value as sum_of_parts,
    checks.difference,
    reports.is_current,
    reports.source_path
from {{ ref('check_identity') }} as checks
inner join {{ ref('dim_report') }} as reports on checks.report_id = reports.report_id
left join {{ ref('dim_agency') }} as agencies on reports.agency_id = agencies.agency_id
where checks.status = 'fail'
order by abs(checks.difference) desc, who, reports.report_year, checks.scope
limit 50
