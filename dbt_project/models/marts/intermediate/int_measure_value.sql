-- What each comparable report states of each measure. A sum needs every one of its cells: where one has no figure,
-- there is no row.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

cells as (

    select * from {{ ref('int_measure_cell') }}

),

facts as (

    select
        *,
        {{ rank_of_status('value_status') }} as status_rank
    from {{ ref('int_fact') }}
    where value is not null

),

sources as (

    select
        source_no,
        any_value(measure_no) as measure_no,
        any_value(alternative) as alternative,
        count(*) as cell_count
    from cells
    group by source_no

),

sums as (

    select
        reports.report_no,
        cells.source_no,
        count(*) as figure_count,
        sum(facts.value) as value,
        max(facts.status_rank) as status_rank
    from facts
    inner join reports on facts.report_id = reports.report_id
    inner join cells
        on reports.form = cells.form
        and facts.fact_table = cells.fact_table
        and facts.article is not distinct from cells.article
        and facts.row_code = cells.row_code
        and facts.column_code = cells.column_code
    group by reports.report_no, cells.source_no

),

final as (

    select
        sums.report_no,
        sources.measure_no,
        arg_min(sums.value, sources.alternative)::decimal(20, 2) as value,
        arg_min(sums.status_rank, sources.alternative) as status_rank
    from sums
    inner join sources on sums.source_no = sources.source_no
    where sums.figure_count = sources.cell_count
    group by sums.report_no, sources.measure_no

)

select * from final
