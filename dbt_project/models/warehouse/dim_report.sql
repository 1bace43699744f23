with reports as (

    select * from {{ ref('int_report') }}

),

final as (

    select
        report_id,
        agency_id,
        agency_name_printed,
        resolution,
        evidence,
        report_year,
        form,
        reporting_scope,
        title,
        published_on,
        source_path,
        source_format,
        source_sha256,
        script,
        is_current,
        superseded_by
    from reports

)

select * from final
order by report_id
