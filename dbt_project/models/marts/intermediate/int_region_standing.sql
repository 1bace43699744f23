-- Under which code a division stood in a year: its own, or, where a report names it before or after its time, that of
-- the division it had come from or become by then. One that was cut up or put together keeps its own.

with regions as (

    select * from {{ ref('int_region_year') }}

),

followed as (

    select * from {{ ref('int_region_followed') }}
    where step_no > 0

),

standing as (

    select * from regions
    where is_standing

),

become as (

    select
        regions.region_code,
        regions.report_year,
        arg_min(standing.region_code, followed.step_no) as standing_code
    from regions
    inner join followed
        on regions.region_code = followed.region_code
        and regions.valid_from = followed.valid_from
    inner join standing
        on followed.followed_region_code = standing.region_code
        and followed.followed_from = standing.valid_from
        and regions.report_year = standing.report_year
    where not regions.is_standing
    group by regions.region_code, regions.report_year

),

come_from as (

    select
        regions.region_code,
        regions.report_year,
        any_value(standing.region_code) as standing_code
    from regions
    inner join followed
        on regions.region_code = followed.followed_region_code
        and regions.valid_from = followed.followed_from
    inner join standing
        on followed.region_code = standing.region_code
        and followed.valid_from = standing.valid_from
        and regions.report_year = standing.report_year
    where not regions.is_standing
    group by regions.region_code, regions.report_year
    having count(*) = 1

),

final as (

    select
        regions.region_code,
        regions.report_year,
        coalesce(become.standing_code, come_from.standing_code, regions.region_code) as standing_code
    from regions
    left join become
        on regions.region_code = become.region_code
        and regions.report_year = become.report_year
    left join come_from
        on regions.region_code = come_from.region_code
        and regions.report_year = come_from.report_year

)

select * from final
