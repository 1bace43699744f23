-- Where the place of a division is found later: every division that followed it, and the last of them. A step is a
-- merger where the successor stood before, or takes in more than one. Each division begins with itself, at step 0.

with recursive spans as (

    select * from {{ ref('int_region_span') }}

),

steps as (

    select
        old.region_code,
        old.valid_from,
        new.region_code as next_code,
        new.valid_from as next_from,
        old.valid_to + 1 as since_year,
        (new.region_code <> old.region_code and new.valid_from <= old.valid_to)
        or count(*) over (partition by new.region_code, new.valid_from, old.valid_to) > 1 as is_merger
    from spans as old
    inner join spans as new
        on old.successor_code = new.region_code
        and old.valid_to + 1 between new.valid_from and coalesce(new.valid_to, 9999)

),

followed as (

    select
        region_code,
        valid_from,
        region_code as followed_region_code,
        valid_from as followed_from,
        valid_from as since_year,
        0 as step_no,
        false as is_merged
    from spans

    union all

    -- Each step leads to a later span, so that the following ends.
    select
        followed.region_code,
        followed.valid_from,
        steps.next_code,
        steps.next_from,
        steps.since_year,
        followed.step_no + 1 as step_no,
        followed.is_merged or steps.is_merger as is_merged
    from followed
    inner join steps
        on followed.followed_region_code = steps.region_code
        and followed.followed_from = steps.valid_from

),

final as (

    select
        *,
        step_no = max(step_no) over (partition by region_code, valid_from) as is_last
    from followed

)

select * from final
