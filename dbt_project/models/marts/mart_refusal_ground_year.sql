-- Refusals by their ground: the indicators of topic `refusal_ground`, beside all refusals of the report.

with refusals as (

    select * from {{ ref('mart_agency_indicator') }}

),

grounds as (

    select * from {{ ref('indicator') }}
    where topic = 'refusal_ground'

),

definitions as (

    select * from {{ ref('dim_indicator') }}

),

all_refusals as (

    select
        report_id,
        value as refusals,
        in_failed_identity
    from refusals
    where indicator = 'refusals'

),

final as (

    select
        refusals.agency_id,
        refusals.report_year,
        definitions.numerator as ground,
        grounds.refusal_group,
        refusals.report_id,
        refusals.form,
        refusals.numerator::bigint as applications,
        refusals.denominator::bigint as applications_closed,
        all_refusals.refusals::bigint as applications_refused,
        refusals.value as share_of_closed,
        refusals.numerator::double / nullif(all_refusals.refusals, 0) as share_of_refused,
        refusals.is_comparable,
        refusals.in_failed_identity or coalesce(all_refusals.in_failed_identity, false) as in_failed_identity
    from refusals
    inner join grounds on refusals.indicator = grounds.indicator
    inner join definitions on refusals.indicator = definitions.indicator
    left join all_refusals on refusals.report_id = all_refusals.report_id

)

select * from final
order by agency_id, report_year, ground
