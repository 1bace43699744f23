-- On what grounds are applications refused, and how did that change over the years? All bodies together, only on forms
-- between which the ground means the same.
-- 各项理由历年占比如何变化？所有主体合计，只计该理由含义相同的格式。

select
    report_year,
    refusal_group,
    ground,
    count(*) as reports,
    sum(applications)::bigint as applications,
    round(sum(applications) / nullif(sum(applications_closed), 0), 4) as share_of_closed
from {{ ref('mart_refusal_ground_year') }}
where is_comparable and applications is not null and applications_closed is not null
group by report_year, refusal_group, ground
having sum(applications) > 0
order by report_year, refusal_group, applications desc, ground
