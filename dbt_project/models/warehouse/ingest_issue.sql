with issues as (

    select * from {{ ref('stg_issue') }}

),

final as (

    select
        source_path,
        report_id,
        severity,
        code,
        message,
        location
    from issues

)

select * from final
order by source_path, report_id, code, location, message, severity
