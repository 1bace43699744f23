-- Which bodies took over from which: by kind of body, as reviewed, and between the bodies that reported.

with successions as (

    select * from {{ ref('int_body_succession') }}
    where step_count = 1

),

agency_successions as (

    select * from {{ ref('int_agency_succession') }}

),

agencies as (

    select * from {{ ref('dim_agency') }}

),

by_kind as (

    select
        'body' as level,
        split_part(predecessor, '|', 1) as predecessor,
        split_part(successor, '|', 1) as successor,
        predecessor_function,
        successor_function,
        kind,
        is_followed,
        first_year,
        last_year,
        null::varchar as predecessor_agency_id,
        null::varchar as successor_agency_id,
        predecessor as predecessor_names,
        successor as successor_names,
        admin_levels,
        document,
        document_number,
        document_date,
        note,
        note_zh
    from successions

),

by_agency as (

    select
        'agency' as level,
        predecessors.agency_name as predecessor,
        successors.agency_name as successor,
        predecessors."function" as predecessor_function,
        successors."function" as successor_function,
        agency_successions.kind,
        agency_successions.is_followed,
        agency_successions.first_year,
        agency_successions.last_year,
        agency_successions.predecessor_agency_id,
        agency_successions.successor_agency_id,
        null::varchar as predecessor_names,
        null::varchar as successor_names,
        predecessors.admin_level as admin_levels,
        agency_successions.document,
        agency_successions.document_number,
        agency_successions.document_date,
        agency_successions.note,
        agency_successions.note_zh
    from agency_successions
    inner join agencies as predecessors on agency_successions.predecessor_agency_id = predecessors.agency_id
    inner join agencies as successors on agency_successions.successor_agency_id = successors.agency_id

),

final as (

    select * from by_kind
    union all
    select * from by_agency

)

select * from final
order by level desc, first_year, predecessor, successor, predecessor_agency_id, successor_agency_id
