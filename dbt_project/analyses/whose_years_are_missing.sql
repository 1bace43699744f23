-- Whose reports are missing for some years?
-- 哪些主体缺少某些年度的报告？

select
    agencies.full_name,
    coverage.first_year,
    coverage.last_year,
    coverage.years_reported,
    coverage.years_missing,
    coverage.missing_years,
    coverage.reaches_newest_year
from {{ ref('mart_agency_coverage') }} as coverage
inner join {{ ref('dim_agency') }} as agencies on coverage.agency_id = agencies.agency_id
where coverage.years_missing > 0
order by coverage.years_missing desc, agencies.full_name, coverage.first_year
limit 50
