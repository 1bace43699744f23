-- How far can a report be trusted? The current reports with the worst grades, with what lowered them.
-- 报告有多可信？现行报告中评级最低者及其原因。

select
    coalesce(agencies.full_name, reports.agency_name_printed, reports.source_path) as who,
    quality.report_year,
    quality.form,
    quality.grade,
    quality.lowered_by,
    quality.cells_of_form,
    quality.cells_missing,
    quality.cells_blank,
    quality.cells_derived,
    quality.identities_failed,
    quality.doubts,
    quality.prose_contradicted
from {{ ref('mart_report_quality') }} as quality
inner join {{ ref('dim_report') }} as reports on quality.report_id = reports.report_id
left join {{ ref('dim_agency') }} as agencies on reports.agency_id = agencies.agency_id
where
    reports.is_current
    and quality.grade in ('B', 'C', 'D')
order by quality.grade desc, quality.identities_failed desc, who, quality.report_year
limit 50
