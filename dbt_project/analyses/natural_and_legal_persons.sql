-- Do natural persons fare otherwise than legal persons? Applications, disclosure and denial of both, all bodies of a
-- year together, but for those whose figures a consolidated report has already.
-- 自然人与法人的申请结果有何不同？逐年合计二者的申请量、公开率、不予公开率，已含于汇总报告的主体不重复计。

with persons as (

    select indicators.*
    from {{ ref('mart_agency_indicator') }} as indicators
    inner join {{ ref('mart_agency_year') }} as reports on indicators.report_id = reports.report_id
    where
        not reports.is_covered_by_consolidated
        and indicators.indicator in (
            'applications_natural_person', 'applications_legal_person',
            'disclosure_rate_natural_person', 'disclosure_rate_legal_person',
            'denial_rate_natural_person', 'denial_rate_legal_person'
        )

)

select
    report_year,
    sum(value) filter (where indicator = 'applications_natural_person')::bigint as natural_person_applications,
    sum(value) filter (where indicator = 'applications_legal_person')::bigint as legal_person_applications,
    round(
        sum(numerator) filter (where indicator = 'disclosure_rate_natural_person')
        / nullif(sum(denominator) filter (where indicator = 'disclosure_rate_natural_person'), 0),
        3
    ) as natural_person_disclosure_rate,
    round(
        sum(numerator) filter (where indicator = 'disclosure_rate_legal_person')
        / nullif(sum(denominator) filter (where indicator = 'disclosure_rate_legal_person'), 0),
        3
    ) as legal_person_disclosure_rate,
    round(
        sum(numerator) filter (where indicator = 'denial_rate_natural_person')
        / nullif(sum(denominator) filter (where indicator = 'denial_rate_natural_person'), 0),
        3
    ) as natural_person_denial_rate,
    round(
        sum(numerator) filter (where indicator = 'denial_rate_legal_person')
        / nullif(sum(denominator) filter (where indicator = 'denial_rate_legal_person'), 0),
        3
    ) as legal_person_denial_rate
from persons
group by report_year
order by report_year
