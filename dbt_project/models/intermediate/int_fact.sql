-- All facts in the codes of the form definition, for whatever looks across the fact tables.

with applications as (

    select * from {{ ref('fct_applications') }}

),

disclosures as (

    select * from {{ ref('fct_disclosures') }}

),

reviews as (

    select * from {{ ref('fct_reviews') }}

),

litigation as (

    select * from {{ ref('fct_litigation') }}

),

activities as (

    select * from {{ ref('fct_activities') }}

),

final as (

    select
        report_id,
        'applications' as fact_table,
        null::varchar as article,
        item as row_code,
        applicant_type as column_code,
        null::varchar as unit,
        value::decimal(20, 2) as value,
        value_status,
        cell_id
    from applications

    union all

    select
        report_id,
        'disclosures' as fact_table,
        article,
        subject as row_code,
        measure as column_code,
        unit,
        value,
        value_status,
        cell_id
    from disclosures

    union all

    select
        report_id,
        'reviews' as fact_table,
        null as article,
        'review' as row_code,
        outcome as column_code,
        null as unit,
        value,
        value_status,
        cell_id
    from reviews

    union all

    select
        report_id,
        'litigation' as fact_table,
        null as article,
        route as row_code,
        outcome as column_code,
        null as unit,
        value,
        value_status,
        cell_id
    from litigation

    union all

    select
        report_id,
        'activities' as fact_table,
        null as article,
        topic as row_code,
        measure as column_code,
        unit,
        value,
        value_status,
        cell_id
    from activities

)

select * from final
