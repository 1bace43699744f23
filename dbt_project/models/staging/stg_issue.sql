with source as (

    select * from {{ source('raw', 'issue') }}

),

final as (

    select
        source_path::varchar as source_path,
        report_id::varchar as report_id,
        severity::varchar as severity,
        code::varchar as code,
        message::varchar as message,
        location::varchar as location
    from source

)

select * from final
