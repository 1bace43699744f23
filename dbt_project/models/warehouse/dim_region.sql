with regions as (

    select * from {{ ref('region') }}

),

final as (

    select
        region_code,
        region_name,
        admin_level,
        parent_code,
        province,
        valid_from,
        valid_to,
        successor_code
    from regions

)

select * from final
order by region_code, valid_from
