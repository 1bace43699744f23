-- How did it change over the years, and across the forms? The typical change of each indicator from one year to the
-- next, and for how many bodies nothing can be said: because the forms mean different things, or because a figure of
-- either year stands in a sum that fails, so that the change may be a misprint.
-- 历年、跨格式有何变化？每个指标逐年变化的中位数，以及无法比较的主体数：格式含义不同，或两年之一的数据处于不符的勾稽关系之中，变化可能只是印错。

with changes as (

    select
        indicator,
        report_year,
        comparison,
        change is not null and in_failed_identity as in_failed_identity,
        case when not in_failed_identity then change end as change
    from {{ ref('mart_year_over_year') }}
    where
        comparison <> 'no_last_year'
        and indicator in (
            'applications_received', 'disclosure_rate', 'refusal_rate', 'review_correction_rate',
            'normative_documents_made'
        )

)

select
    indicator,
    report_year,
    count(change) filter (where comparison = 'same_form') as same_form,
    count(change) filter (where comparison = 'across_forms') as across_forms,
    count(*) filter (where comparison = 'not_comparable') as not_comparable,
    count(*) filter (where in_failed_identity) as in_failed_identity,
    round(median(change), 4) as median_change,
    count(*) filter (where change > 0) as rose,
    count(*) filter (where change < 0) as fell
from changes
group by indicator, report_year
order by indicator, report_year
