-- How far can a report be trusted? The reports with the worst grades, with what lowered them.
-- 报告有多可信？评级最低的报告及其原因。

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
where quality.grade <> 'A'
order by quality.grade desc, quality.identities_failed desc, who, quality.report_year
limit 50
