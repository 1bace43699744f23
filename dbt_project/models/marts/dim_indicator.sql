with indicators as (

    select * from {{ ref('indicator') }}

),

forms_of_indicator as (

    select
        indicator,
        string_agg(form, ',' order by form) as forms,
        string_agg(form, ',' order by form) filter (where is_comparable) as comparable_forms
    from {{ ref('int_indicator_form') }}
    group by indicator

),

sides as (

    select
        *,
        string_split(formula, ' / ') as parts
    from indicators

),

final as (

    select
        sides.indicator,
        sides.topic,
        case when len(sides.parts) = 2 then 'rate' else 'volume' end as kind,
        sides.label_zh,
        sides.label_en,
        sides.formula,
        trim(sides.parts[1], '()') as numerator,
        trim(sides.parts[2], '()') as denominator,
        sides.unit,
        forms_of_indicator.forms,
        forms_of_indicator.comparable_forms,
        sides.caveat,
        sides.caveat_zh
    from sides
    left join forms_of_indicator on sides.indicator = forms_of_indicator.indicator

)

select * from final
order by topic, indicator
