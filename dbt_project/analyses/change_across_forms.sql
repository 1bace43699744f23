-- How did it change over the years, and across the forms? The typical change of each indicator from one year to the
-- next, and for how many bodies nothing can be said because the forms mean different things.
-- 历年、跨格式有何变化？每个指标逐年变化的中位数，以及因格式含义不同而无法比较的主体数。

select
    indicator,
    report_year,
    count(*) filter (where comparison = 'same_form' and change is not null) as same_form,
    count(*) filter (where comparison = 'across_forms' and change is not null) as across_forms,
    count(*) filter (where comparison = 'not_comparable') as not_comparable,
    round(median(change), 4) as median_change,
    count(*) filter (where change > 0) as rose,
    count(*) filter (where change < 0) as fell
from {{ ref('mart_year_over_year') }}
where
    comparison <> 'no_last_year'
    and indicator in (
        'applications_received', 'disclosure_rate', 'refusal_rate', 'review_correction_rate', 'normative_documents_made'
    )
group by indicator, report_year
order by indicator, report_year
