-- On which forms an indicator can be computed: where each measure of its formula is mapped. It is comparable on a form
-- where each of them is.

with members as (

    select * from {{ ref('int_formula_member') }}

),

measures_of_form as (

    select
        measure,
        form,
        bool_and(is_comparable) as is_comparable
    from {{ ref('int_measure_cell') }}
    group by measure, form

),

sizes as (

    select
        indicator_no,
        indicator,
        count(*) filter (where side = 'numerator')::tinyint as numerator_size,
        count(*) filter (where side = 'denominator')::tinyint as denominator_size
    from members
    group by indicator_no, indicator

),

mapped as (

    select
        members.indicator_no,
        measures_of_form.form,
        count(*) as member_count,
        bool_and(measures_of_form.is_comparable) as is_comparable
    from members
    inner join measures_of_form on members.measure = measures_of_form.measure
    group by members.indicator_no, measures_of_form.form

),

final as (

    select
        sizes.indicator_no,
        sizes.indicator,
        mapped.form,
        sizes.numerator_size,
        sizes.denominator_size,
        mapped.is_comparable
    from sizes
    inner join mapped on sizes.indicator_no = mapped.indicator_no
    where mapped.member_count = sizes.numerator_size + sizes.denominator_size

)

select * from final
