-- Where did a figure come from? The figures behind the disclosure rate of each body's latest report, with the place in
-- the document and what is printed there.
-- 一个数字从哪里来？各主体最近一份报告公开率所用的数字、在文件中的位置和原文。

with latest as (

    select
        agency_id,
        arg_max(report_id, report_year) as report_id
    from {{ ref('mart_agency_indicator') }}
    where indicator = 'disclosure_rate' and value is not null
    group by agency_id
    order by agency_id
    limit 20

)

select
    agencies.full_name,
    facts.report_year,
    facts.item,
    facts.value,
    facts.value_status,
    facts.derived_from,
    places.source_path,
    places.page,
    places.table_no,
    places.row_no,
    places.column_no,
    places.line_no,
    places.raw_text
from {{ ref('fct_applications') }} as facts
inner join latest on facts.report_id = latest.report_id
inner join {{ ref('dim_agency') }} as agencies on facts.agency_id = agencies.agency_id
left join {{ ref('source_cell') }} as places
    on facts.cell_id = places.cell_id
    and facts.report_id = places.report_id
where facts.applicant_type = 'total' and facts.item in ('granted', 'partially_granted', 'total_closed')
order by agencies.full_name, facts.item
