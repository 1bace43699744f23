-- The names under which a body's kind may stand in the list of successions: its own without what stands around it.

with agencies as (

    select distinct
        agency_id,
        admin_level,
        body_name
    from {{ ref('int_agency_place') }}

),

affixes as (

    select * from {{ ref('body_affix') }}

),

without_prefix as (

    select
        agency_id,
        body_name
    from agencies

    union all

    select
        agencies.agency_id,
        substr(agencies.body_name, len(affixes.affix) + 1) as body_name
    from agencies
    inner join affixes
        on affixes.position = 'prefix'
        and agencies.admin_level = affixes.admin_level
        and starts_with(agencies.body_name, affixes.affix)

),

final as (

    select distinct
        without_prefix.agency_id,
        left(without_prefix.body_name, len(without_prefix.body_name) - len(affixes.affix)) as kind_name
    from without_prefix
    inner join affixes
        on affixes.position = 'suffix'
        and ends_with(without_prefix.body_name, affixes.affix)

)

select * from final
