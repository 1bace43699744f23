-- Where do reviews and courts correct the bodies? Over all years together, for bodies with any case decided.
-- 复议和法院在哪里纠正了行政机关？各年合计，限有已决案件的主体。

with decided as (

    select
        agency_id,
        sum(numerator) filter (where indicator = 'review_correction_rate') as reviews_corrected,
        sum(denominator) filter (where indicator = 'review_correction_rate') as reviews_decided,
        sum(numerator) filter (where indicator = 'court_correction_rate') as court_corrected,
        sum(denominator) filter (where indicator = 'court_correction_rate') as court_decided,
        bool_or(in_failed_identity) as in_failed_identity
    from {{ ref('mart_agency_indicator') }}
    where indicator in ('review_correction_rate', 'court_correction_rate') and is_comparable
    group by agency_id

)

select
    agencies.full_name,
    decided.reviews_decided::bigint as reviews_decided,
    decided.reviews_corrected::bigint as reviews_corrected,
    round(decided.reviews_corrected / nullif(decided.reviews_decided, 0), 3) as review_correction_rate,
    decided.court_decided::bigint as court_decided,
    decided.court_corrected::bigint as court_corrected,
    round(decided.court_corrected / nullif(decided.court_decided, 0), 3) as court_correction_rate,
    decided.in_failed_identity
from decided
inner join {{ ref('dim_agency') }} as agencies on decided.agency_id = agencies.agency_id
where decided.reviews_decided > 0 or decided.court_decided > 0
order by
    decided.reviews_corrected desc nulls last,
    decided.court_corrected desc nulls last,
    agencies.full_name
limit 20
