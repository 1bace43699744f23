-- Who is slow, and leaves a backlog? The share of the year's applications carried over to the next, where there were at
-- least ten, and whether it grew.
-- 谁办得慢、积压多？结转率最高者（当年申请至少十件），以及积压是否增加。

with backlog as (

    select
        agency_id,
        report_year,
        max(value) filter (where indicator = 'backlog_rate') as backlog_rate,
        max(numerator) filter (where indicator = 'backlog_rate') as carried_out,
        max(denominator) filter (where indicator = 'backlog_rate') as applications,
        max(value) filter (where indicator = 'backlog_growth') as growth
    from {{ ref('mart_agency_indicator') }}
    where indicator in ('backlog_rate', 'backlog_growth')
    group by agency_id, report_year

)

select
    agencies.full_name,
    backlog.report_year,
    backlog.applications::bigint as applications,
    backlog.carried_out::bigint as carried_out,
    round(backlog.backlog_rate, 3) as backlog_rate,
    backlog.growth::bigint as growth
from backlog
inner join {{ ref('dim_agency') }} as agencies on backlog.agency_id = agencies.agency_id
where backlog.applications >= 10
order by backlog.backlog_rate desc, backlog.applications desc, agencies.full_name, backlog.report_year
limit 20
