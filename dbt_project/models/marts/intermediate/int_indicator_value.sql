-- What each comparable report comes to in each indicator, wherever every figure of the formula is there. A rate whose
-- denominator is zero has no value.

with reports as (

    select * from {{ ref('int_comparable_report') }}

),

members as (

    select * from {{ ref('int_formula_member') }}

),

measures as (

    select distinct
        measure,
        measure_no
    from {{ ref('int_measure_cell') }}

),

indicators_of_form as (

    select * from {{ ref('int_indicator_form') }}

),

measure_values as (

    select * from {{ ref('int_measure_value') }}

),

members_by_no as (

    select
        members.indicator_no,
        members.side = 'numerator' as is_numerator,
        members.sign,
        measures.measure_no
    from members
    inner join measures on members.measure = measures.measure

),

sides as (

    select
        measure_values.report_no,
        members_by_no.indicator_no,
        count(*) as member_count,
        sum(members_by_no.sign * measure_values.value) filter (where members_by_no.is_numerator) as numerator,
        sum(members_by_no.sign * measure_values.value) filter (where not members_by_no.is_numerator) as denominator,
        max(measure_values.status_rank) as status_rank
    from measure_values
    inner join members_by_no on measure_values.measure_no = members_by_no.measure_no
    group by measure_values.report_no, members_by_no.indicator_no

),

final as (

    select
        sides.report_no,
        sides.indicator_no,
        sides.numerator::decimal(20, 2) as numerator,
        sides.denominator::decimal(20, 2) as denominator,
        case
            when indicators_of_form.denominator_size > 0 then sides.numerator::double / nullif(sides.denominator, 0)
            else sides.numerator::double
        end as value,
        sides.status_rank,
        indicators_of_form.is_comparable
    from sides
    inner join reports on sides.report_no = reports.report_no
    inner join indicators_of_form
        on reports.form = indicators_of_form.form
        and sides.indicator_no = indicators_of_form.indicator_no
    where sides.member_count = indicators_of_form.numerator_size + indicators_of_form.denominator_size

)

select * from final
