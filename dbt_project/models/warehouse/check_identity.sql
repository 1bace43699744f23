-- Every identity of a report's form, at every place of it, on the figures as printed.

with reports as (

    select * from {{ ref('dim_report') }}

),

members as (

    select * from {{ ref('int_identity_member') }}

),

figures as (

    select
        report_id,
        fact_table,
        row_code,
        column_code,
        value_status <> 'missing' as is_in_document,
        case when value_status in ('reported', 'corrected') then value end as printed_value
    from {{ ref('stg_figure') }}
    where value_status <> 'narrative'

),

-- A term is what one side adds up: all members that nothing can stand for, or a group that one optional line can.
terms_of_form as (

    select
        form,
        check_name,
        scope,
        scope_order,
        is_optional_place,
        side,
        substitute,
        count(*) filter (where not is_substitute) as member_count
    from members
    group by all

),

printed_terms as (

    select
        figures.report_id,
        members.check_name,
        members.scope,
        members.side,
        members.substitute,
        bool_or(figures.is_in_document) as is_in_document,
        count(figures.printed_value) filter (where not members.is_substitute) as printed_count,
        sum(figures.printed_value) filter (where not members.is_substitute) as printed_sum,
        max(figures.printed_value) filter (where members.is_substitute) as substitute_value
    from figures
    inner join reports on figures.report_id = reports.report_id
    inner join members
        on reports.form = members.form
        and figures.fact_table = members.fact_table
        and figures.row_code = members.row_code
        and figures.column_code = members.column_code
    group by all

),

-- The optional line counts only where none of the members it stands for is printed.
terms as (

    select
        reports.report_id,
        terms_of_form.check_name,
        terms_of_form.scope,
        terms_of_form.scope_order,
        terms_of_form.is_optional_place,
        terms_of_form.side,
        coalesce(printed_terms.is_in_document, false) as is_in_document,
        case
            when printed_terms.printed_count = terms_of_form.member_count then printed_terms.printed_sum
            when printed_terms.printed_count = 0 then printed_terms.substitute_value
        end as term_value
    from reports
    inner join terms_of_form on reports.form = terms_of_form.form
    left join printed_terms
        on reports.report_id = printed_terms.report_id
        and terms_of_form.check_name = printed_terms.check_name
        and terms_of_form.scope = printed_terms.scope
        and terms_of_form.side = printed_terms.side
        and terms_of_form.substitute is not distinct from printed_terms.substitute

),

-- A side has a value only where each of its terms has one.
sides as (

    select
        report_id,
        check_name,
        scope,
        scope_order,
        case when bool_and(term_value is not null) filter (where side = 'left') then sum(term_value) filter (where side = 'left') end as left_value,
        case when bool_and(term_value is not null) filter (where side = 'right') then sum(term_value) filter (where side = 'right') end as right_value
    from terms
    group by report_id, check_name, scope, scope_order
    having bool_or(is_in_document) or not bool_or(is_optional_place)

),

final as (

    select
        report_id,
        check_name,
        scope,
        left_value::decimal(20, 2) as left_value,
        right_value::decimal(20, 2) as right_value,
        (left_value - right_value)::decimal(20, 2) as difference,
        case
            when left_value is null or right_value is null then 'not_checkable'
            when left_value = right_value then 'pass'
            else 'fail'
        end as status,
        scope_order
    from sides

)

select * exclude (scope_order) from final
order by report_id, scope_order, check_name
