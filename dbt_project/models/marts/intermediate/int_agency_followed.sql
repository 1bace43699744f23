-- The body under which a body is found today: its followed successors to the last that reported.

with recursive successions as (

    select * from {{ ref('int_agency_succession') }}
    where is_followed

),

agencies as (

    select distinct
        agency_id,
        last_report_year
    from {{ ref('int_agency_place') }}

),

-- Of several, the one that reported last: a bureau that took another name since.
steps as (

    select
        successions.predecessor_agency_id as agency_id,
        arg_min(successions.successor_agency_id, (-agencies.last_report_year, agencies.agency_id)) as next_agency_id
    from successions
    inner join agencies on successions.successor_agency_id = agencies.agency_id
    group by successions.predecessor_agency_id

),

followed as (

    select
        agency_id,
        agency_id as followed_agency_id,
        [agency_id] as path
    from agencies

    union all

    select
        followed.agency_id,
        steps.next_agency_id,
        list_append(followed.path, steps.next_agency_id) as path
    from followed
    inner join steps on followed.followed_agency_id = steps.agency_id
    where not list_contains(followed.path, steps.next_agency_id)

),

final as (

    select
        agency_id,
        arg_max(followed_agency_id, len(path)) as followed_agency_id
    from followed
    group by agency_id

)

select * from final
