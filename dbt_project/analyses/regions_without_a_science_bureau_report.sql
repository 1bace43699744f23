-- Which regions are there without a report of a science bureau, and is its share at least in a consolidated report?
-- 哪些地区没有科技主管部门的报告？其数字是否至少含于政府汇总报告？

select
    province,
    region_name,
    region_code,
    admin_level,
    string_agg(report_year::varchar, ',' order by report_year) as years_without,
    bool_and(is_covered_by_consolidated) as covered_every_year
from {{ ref('mart_region_coverage') }}
where "function" = 'science_technology' and not has_report
group by province, region_name, region_code, admin_level
order by region_code, region_name
