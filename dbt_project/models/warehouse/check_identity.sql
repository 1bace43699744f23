-- Every identity of a report's form, at every place of it, on the figures as printed. Figures are added up under the
-- running numbers of report and term, which takes a fraction of the time that their names take.

with reports as (

    select
        report_id,
        form,
        row_number() over (order by report_id) as report_no
    from {{ ref('dim_report') }}

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

terms_of_form as (

    select
        term_id,
        place_id,
        side,
        count(*) filter (where not is_substitute) as member_count
    from members
    group by all

),

places as (

    select distinct
        place_id,
        check_name,
        scope,
        is_optional_place
    from members

),

figures_of_terms as (

    select
        reports.report_no,
        members.term_id,
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
        figures_of_terms.report_no,
        terms_of_form.place_id,
        terms_of_form.side,
        figures_of_terms.is_in_document,
        case
            when figures_of_terms.printed_count = terms_of_form.member_count then figures_of_terms.printed_sum
            when figures_of_terms.printed_count = 0 then figures_of_terms.substitute_value
        end as term_value
    from figures_of_terms
    inner join terms_of_form on figures_of_terms.term_id = terms_of_form.term_id

),

-- A side has a value only where each of its terms has one.
sides as (

    select
        report_no,
        place_id,
        bool_or(is_in_document) as is_in_document,
        sum(term_value) filter (where side = 'left') as left_sum,
        bool_and(term_value is not null) filter (where side = 'left') as is_left_printed,
        sum(term_value) filter (where side = 'right') as right_sum,
        bool_and(term_value is not null) filter (where side = 'right') as is_right_printed
    from terms
    group by report_no, place_id

),

compared as (

    select
        reports.report_no,
        places.place_id,
        reports.report_id,
        places.check_name,
        places.scope,
        case when sides.is_left_printed then sides.left_sum end as left_value,
        case when sides.is_right_printed then sides.right_sum end as right_value
    from sides
    inner join reports on sides.report_no = reports.report_no
    inner join places on sides.place_id = places.place_id
    -- An optional line has arithmetic of its own only where the document prints it.
    where sides.is_in_document or not places.is_optional_place

),

final as (

    select
        report_no,
        place_id,
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
        end as status
    from compared

)

select * exclude (report_no, place_id) from final
order by report_no, place_id
