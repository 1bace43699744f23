-- What does a region come to in whole? Applications and disclosure of each division, from its consolidated report or,
-- where there is none and several parts reported, from its parts; and how much of it is there.
-- 一个地区合计如何？各区划的申请量和公开率：有汇总报告的用汇总报告，否则在有多个组成部分报告时用各部分之和，并说明覆盖了多少。

select
    region_name,
    region_code,
    admin_level,
    report_year,
    basis,
    report_count,
    divisions_reporting,
    divisions_standing,
    applications_received,
    round(disclosure_rate, 3) as disclosure_rate,
    round(refusal_rate, 3) as refusal_rate
from {{ ref('mart_region_year') }}
where
    "function" = 'all'
    and applications_received is not null
    and (basis = 'consolidated' or divisions_reporting > 1)
order by applications_received desc, region_code, report_year
limit 30
