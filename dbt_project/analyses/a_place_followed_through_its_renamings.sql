-- How did a place fare over its renamings and mergers? Divisions that bore another name or code in an earlier year,
-- under the one in which they are found today.
-- 一个地方跨越更名、合并后的历年情况如何？曾用其他名称或代码的区划，归入其今日所属区划。

with renamed as (

    select distinct followed_region_code
    from {{ ref('mart_region_year') }}
    where region_code <> followed_region_code

)

select
    regions.followed_region_code,
    regions.report_year,
    string_agg(regions.region_name, ' + ' order by regions.region_code) as called_then,
    string_agg(distinct regions.basis, ' + ' order by regions.basis) as basis,
    sum(regions.applications_received)::bigint as applications_received,
    sum(regions.report_count)::bigint as reports
from {{ ref('mart_region_year') }} as regions
inner join renamed on regions.followed_region_code = renamed.followed_region_code
where regions."function" = 'all'
group by regions.followed_region_code, regions.report_year
order by regions.followed_region_code, regions.report_year
