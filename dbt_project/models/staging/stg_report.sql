with source as (

    select * from {{ source('raw', 'report') }}

),

final as (

    select
        report_id::varchar as report_id,
        agency_id::varchar as agency_id,
        agency_name_printed::varchar as agency_name_printed,
        agency_name::varchar as agency_name,
        full_name::varchar as full_name,
        resolution::varchar as resolution,
        evidence::varchar as evidence,
        region_code::varchar as region_code,
        region_name::varchar as region_name,
        province::varchar as province,
        admin_level::varchar as admin_level,
        agency_function::varchar as "function",
        report_year::integer as report_year,
        form::varchar as form,
        reporting_scope::varchar as reporting_scope,
        title::varchar as title,
        published_on::date as published_on,
        source_path::varchar as source_path,
        source_format::varchar as source_format,
        source_sha256::varchar as source_sha256,
        script::varchar as script
    from source

)

select * from final
