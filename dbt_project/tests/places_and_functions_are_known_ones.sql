-- Whatever names a division or what a body does names one that is in `dim_region` or `dim_function`; sums over all
-- functions say `all`.

with named as (

    select
        'dim_agency' as table_name,
        region_code,
        "function"
    from {{ ref('dim_agency') }}

    union distinct

    select
        'mart_agency_year' as table_name,
        region_code,
        "function"
    from {{ ref('mart_agency_year') }}

    union distinct

    select
        'mart_agency_year' as table_name,
        followed_region_code as region_code,
        null as "function"
    from {{ ref('mart_agency_year') }}

    union distinct

    select
        'mart_agency_coverage' as table_name,
        region_code,
        "function"
    from {{ ref('mart_agency_coverage') }}

    union distinct

    select
        'mart_region_coverage' as table_name,
        region_code,
        "function"
    from {{ ref('mart_region_coverage') }}

    union distinct

    select
        'mart_region_year' as table_name,
        region_code,
        nullif("function", 'all') as "function"
    from {{ ref('mart_region_year') }}

    union distinct

    select
        'mart_region_indicator' as table_name,
        region_code,
        nullif("function", 'all') as "function"
    from {{ ref('mart_region_indicator') }}

)

select named.*
from named
where
    (
        named.region_code is not null
        and named.region_code not in (select regions.region_code from {{ ref('dim_region') }} as regions)
    )
    or (
        named."function" is not null
        and named."function" not in (select functions."function" from {{ ref('dim_function') }} as functions)
    )
