-- Divisions with their spans of years stretched over the years in which nothing stood under the code, so that a report
-- named a little before or after its time still finds its division.

with regions as (

    select * from {{ ref('dim_region') }}

),

final as (

    select
        *,
        case
            when row_number() over spans_of_code = 1 then 0
            else valid_from
        end::integer as from_year,
        coalesce(lead(valid_from) over spans_of_code - 1, 9999)::integer as to_year
    from regions
    window spans_of_code as (partition by region_code order by valid_from)

)

select * from final
