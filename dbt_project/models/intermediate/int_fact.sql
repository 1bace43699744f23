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

    select report_id, 'disclosures', article, subject, measure, unit, value, value_status, cell_id
    from disclosures

    union all

    select report_id, 'reviews', null, 'review', outcome, null, value, value_status, cell_id
    from reviews

    union all

    select report_id, 'litigation', null, route, outcome, null, value, value_status, cell_id
    from litigation

    union all

    select report_id, 'activities', null, topic, measure, unit, value, value_status, cell_id
    from activities

)

select * from final
