with functions as (

    select * from {{ ref('agency_function') }}

),

final as (

    select
        "function",
        label_zh,
        label_en,
        speaks_for_division
    from functions

)

select * from final
order by "function"
