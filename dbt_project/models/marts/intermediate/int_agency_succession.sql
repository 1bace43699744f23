-- Which of the bodies that reported took over from which: by the reviewed succession of their kinds, by the renaming
-- or merger of their division, or as reviewed one by one.

with places as (

    select * from {{ ref('int_agency_place') }}

),

agencies as (

    select * from places
    where step_no = 0

),

kinds as (

    select * from {{ ref('int_agency_kind') }}

),

successions as (

    select * from {{ ref('int_body_succession') }}

),

pairs as (

    select * from {{ ref('agency_pair') }}

),

successions_by_name as (

    select
        unnest(string_split(predecessor, '|')) as predecessor,
        string_split(successor, '|') as successors,
        string_split(admin_levels, '|') as admin_levels,
        kind,
        is_followed,
        first_year,
        last_year,
        document,
        document_number,
        document_date,
        note,
        note_zh
    from successions

),

predecessors_by_kind as (

    select
        places.agency_id,
        places.admin_level,
        places.later_region_code,
        places.later_from,
        places.is_region_merged,
        unnest(successions_by_name.successors) as successor,
        successions_by_name.kind,
        successions_by_name.is_followed,
        successions_by_name.first_year,
        successions_by_name.last_year,
        successions_by_name.document,
        successions_by_name.document_number,
        successions_by_name.document_date,
        successions_by_name.note,
        successions_by_name.note_zh
    from successions_by_name
    inner join kinds on successions_by_name.predecessor = kinds.kind_name
    inner join places
        on kinds.agency_id = places.agency_id
        and list_contains(successions_by_name.admin_levels, places.admin_level)

),

by_kind as (

    select
        predecessors.agency_id as predecessor_agency_id,
        agencies.agency_id as successor_agency_id,
        case when predecessors.is_region_merged then 'merged' else predecessors.kind end as kind,
        predecessors.is_followed,
        predecessors.first_year,
        predecessors.last_year,
        predecessors.document,
        predecessors.document_number,
        predecessors.document_date,
        predecessors.note,
        predecessors.note_zh
    from predecessors_by_kind as predecessors
    inner join kinds on predecessors.successor = kinds.kind_name
    inner join agencies
        on kinds.agency_id = agencies.agency_id
        and predecessors.later_region_code = agencies.region_code
        and predecessors.admin_level = agencies.admin_level
        and predecessors.later_from <= agencies.last_report_year
    where predecessors.agency_id <> agencies.agency_id

),

by_division as (

    select
        places.agency_id as predecessor_agency_id,
        agencies.agency_id as successor_agency_id,
        case when places.is_region_merged then 'merged' else 'renamed' end as kind,
        true as is_followed,
        places.later_from as first_year,
        places.later_from as last_year,
        null::varchar as document,
        null::varchar as document_number,
        null::date as document_date,
        'The division was renamed or merged, see dim_region.' as note,
        '所属区划更名或合并，见 dim_region。' as note_zh
    from places
    inner join agencies
        on places.later_region_code = agencies.region_code
        and places.body_name = agencies.body_name
        and places.admin_level = agencies.admin_level
        and places.later_from <= agencies.last_report_year
    where places.step_no > 0 and places.agency_id <> agencies.agency_id

),

as_reviewed as (

    select pairs.*
    from pairs
    inner join agencies as predecessors on pairs.predecessor_agency_id = predecessors.agency_id
    inner join agencies as successors on pairs.successor_agency_id = successors.agency_id

),

together as (

    select
        *,
        1 as evidence_order
    from as_reviewed

    union all by name

    select
        *,
        2 as evidence_order
    from by_division

    union all by name

    select
        *,
        3 as evidence_order
    from by_kind

),

-- A pair that several successions lead to is told once, by the one nearest to the bodies.
final as (

    select
        * exclude (evidence_order),
        row_number() over (
            partition by predecessor_agency_id, successor_agency_id
            order by evidence_order, is_followed desc, first_year desc, last_year, kind
        ) as evidence_no
    from together

)

select * exclude (evidence_no) from final
where evidence_no = 1
