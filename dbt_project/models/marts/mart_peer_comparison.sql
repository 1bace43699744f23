-- A body among its peers: the bodies of one function, level and scope, in one year, on forms between which the
-- indicator means the same.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

indicator_values as (

    select * from {{ ref('int_indicator_value') }}
    where value is not null

),

indicators as (

    select distinct
        indicator_no,
        indicator
    from {{ ref('int_indicator_form') }}

),

doubted as (

    select * from {{ ref('int_doubted_indicator') }}

),

definitions as (

    select * from {{ ref('dim_indicator') }}

),

peer_groups as (

    select
        report_no,
        concat_ws(' / ', "function", admin_level, reporting_scope) as peer_group,
        dense_rank() over (order by report_year, "function", admin_level, reporting_scope) as peer_group_no
    from reports
    where "function" is not null and admin_level is not null

),

ranked as (

    select
        indicator_values.report_no,
        indicator_values.indicator_no,
        indicator_values.value,
        peer_groups.peer_group,
        case when not indicator_values.is_comparable then reports.form end as form_apart,
        count(*) over peers as peer_count,
        rank() over (peers order by indicator_values.value desc) as rank,
        percent_rank() over (peers order by indicator_values.value) as percentile
    from indicator_values
    inner join peer_groups on indicator_values.report_no = peer_groups.report_no
    inner join reports on indicator_values.report_no = reports.report_no
    window peers as (
        partition by
            peer_groups.peer_group_no,
            indicator_values.indicator_no,
            case when not indicator_values.is_comparable then reports.form end
    )

),

final as (

    select
        indicators.indicator,
        reports.agency_id,
        reports.report_year,
        ranked.value,
        ranked.peer_group,
        coalesce(ranked.form_apart, definitions.comparable_forms) as forms_compared,
        ranked.peer_count::integer as peer_count,
        ranked.rank::integer as rank,
        -- A body alone has no place among peers.
        case when ranked.peer_count > 1 then ranked.percentile end as percentile,
        doubted.report_no is not null as in_failed_identity,
        ranked.indicator_no,
        ranked.report_no
    from ranked
    inner join reports on ranked.report_no = reports.report_no
    inner join indicators on ranked.indicator_no = indicators.indicator_no
    inner join definitions on indicators.indicator = definitions.indicator
    left join doubted
        on ranked.report_no = doubted.report_no
        and ranked.indicator_no = doubted.indicator_no

)

select * exclude (indicator_no, report_no) from final
order by indicator_no, report_no
