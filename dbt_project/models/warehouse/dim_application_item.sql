with items as (

    select * from {{ ref('application_item') }}

),

forms as (

    select * from {{ ref('form') }}

),

lines as (

    select * from {{ ref('form_line') }}
    where fact_table = 'applications'

),

groups_of_form as (

    select
        unnest(string_split(forms, '|')) as form,
        label_zh as group_zh
    from {{ ref('form_heading') }}
    where kind = 'group'

),

line_labels as (

    select
        form,
        row_code as item,
        label_zh,
        label_en
    from lines

),

-- Prose states a group of lines in one figure (`denied`). The group is named as the form heads it, and in English by
-- what its lines begin with.
group_labels as (

    select distinct
        lines.form,
        items.outcome_group as item,
        lines.group_zh as label_zh,
        split_part(lines.label_en, ':', 1) as label_en
    from lines
    inner join groups_of_form
        on lines.form = groups_of_form.form
        and lines.group_zh = groups_of_form.group_zh
    inner join items on lines.row_code = items.item

),

labels as (

    select
        *,
        true as is_line
    from line_labels
    union all
    select
        *,
        false as is_line
    from group_labels

),

latest_labels as (

    select
        labels.item,
        arg_max(labels.label_zh, (forms.first_year, labels.is_line)) as label_zh,
        arg_max(labels.label_en, (forms.first_year, labels.is_line)) as label_en,
        string_agg(labels.form, ',' order by forms.first_year) filter (where labels.is_line) as forms
    from labels
    inner join forms on labels.form = forms.form
    group by labels.item

),

final as (

    select
        items.item,
        {{ without_numbering('latest_labels.label_zh') }} as label_zh,
        latest_labels.label_en,
        items.stage,
        items.outcome_group,
        latest_labels.forms
    from items
    left join latest_labels on items.item = latest_labels.item

)

select * from final
order by item
