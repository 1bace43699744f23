-- One row a region, year and function, every indicator of the sum a column.

with sums as (

    select * from {{ ref('int_region_sum') }}

),

indicators as (

    select
        region_code,
        report_year,
        "function",
        {{ indicators_as_columns(model.columns) }}
    from {{ ref('mart_region_indicator') }}
    group by region_code, report_year, "function"

),

final as (

    select
        sums.region_code,
        sums.report_year,
        sums."function",
        sums.region_name,
        sums.admin_level,
        sums.province,
        sums.followed_region_code,
        sums.basis,
        sums.consolidated_report_id,
        sums.report_count,
        sums.consolidated_count,
        sums.left_out_count,
        sums.divisions_reporting,
        sums.divisions_standing,
        {{ indicator_columns_of('indicators', model.columns) }}
    from sums
    left join indicators
        on sums.region_code = indicators.region_code
        and sums.report_year = indicators.report_year
        and sums."function" = indicators."function"

)

select * from final
order by region_code, report_year, "function"
