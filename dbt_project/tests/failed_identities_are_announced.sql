-- The reader of documents and check_identity find the same failures, each by its own road: a report's warnings
-- `identity_failed` name exactly the places that fail here.

with failures as (

    select
        report_id,
        check_name || ':' || scope as place
    from {{ ref('check_identity') }}
    where status = 'fail'

),

announced as (

    select distinct
        report_id,
        location as place
    from {{ ref('ingest_issue') }}
    where code = 'identity_failed'

)

select
    coalesce(failures.report_id, announced.report_id) as report_id,
    coalesce(failures.place, announced.place) as place,
    case when announced.place is null then 'fails unannounced' else 'announced, does not fail' end as problem
from failures
full join announced
    on failures.report_id = announced.report_id
    and failures.place = announced.place
where failures.place is null or announced.place is null
