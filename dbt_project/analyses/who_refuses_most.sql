-- Who refuses most, and on what ground? The bodies that refused the largest share of what they closed in their latest
-- year on the forms since 2019, with the ground they gave most often.
-- 谁拒绝得最多，以什么理由？2019年以来格式中，各主体最近一年未公开率及其最常用的理由。

with refusal_rates as (

    select
        agency_id,
        report_year,
        value as refusal_rate,
        numerator as refused,
        denominator as closed,
        in_failed_identity
    from {{ ref('mart_agency_indicator') }}
    where indicator = 'refusal_rate' and is_comparable and value is not null
    qualify row_number() over (partition by agency_id order by report_year desc) = 1

),

main_grounds as (

    select
        agency_id,
        report_year,
        arg_max(ground, (applications, ground)) as main_ground,
        max(share_of_refused) as main_ground_share
    from {{ ref('mart_refusal_ground_year') }}
    where applications > 0
    group by agency_id, report_year

)

select
    agencies.full_name,
    refusal_rates.report_year,
    refusal_rates.closed::bigint as closed,
    refusal_rates.refused::bigint as refused,
    round(refusal_rates.refusal_rate, 3) as refusal_rate,
    items.label_zh as main_ground_zh,
    items.label_en as main_ground_en,
    round(main_grounds.main_ground_share, 3) as main_ground_share,
    refusal_rates.in_failed_identity
from refusal_rates
inner join {{ ref('dim_agency') }} as agencies on refusal_rates.agency_id = agencies.agency_id
left join main_grounds
    on refusal_rates.agency_id = main_grounds.agency_id
    and refusal_rates.report_year = main_grounds.report_year
left join {{ ref('dim_application_item') }} as items on main_grounds.main_ground = items.item
order by refusal_rates.refusal_rate desc, refusal_rates.closed desc, agencies.full_name
limit 20
