-- On what grounds are applications refused, and how did that change over the years? All bodies together, but for those
-- whose figures a consolidated report has already, and only on forms between which the ground means the same.
-- 各项理由历年占比如何变化？所有主体合计，已含于汇总报告的不重复计，只计该理由含义相同的格式。

select
    grounds.report_year,
    grounds.refusal_group,
    grounds.ground,
    count(*) as reports,
    sum(grounds.applications)::bigint as applications,
    round(sum(grounds.applications) / nullif(sum(grounds.applications_closed), 0), 4) as share_of_closed
from {{ ref('mart_refusal_ground_year') }} as grounds
inner join {{ ref('mart_agency_year') }} as reports on grounds.report_id = reports.report_id
where
    grounds.is_comparable
    and grounds.applications is not null
    and grounds.applications_closed is not null
    and not reports.is_covered_by_consolidated
group by grounds.report_year, grounds.refusal_group, grounds.ground
having sum(grounds.applications) > 0
order by grounds.report_year, grounds.refusal_group, applications desc, grounds.ground
