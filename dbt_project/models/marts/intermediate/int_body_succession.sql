-- The reviewed successions of kinds of bodies, those that lead on from one another joined: a body of 2012 and its
-- successor of 2020 are one succession even where no report of the body between them was read.

with recursive rules as (

    select
        *,
        string_split(predecessor, '|') as predecessors,
        string_split(successor, '|') as successors,
        row_number() over (order by first_year, predecessor, successor, kind)::integer as rule_no
    from {{ ref('body_succession') }}

),

joined as (

    select
        rule_no,
        rule_no as last_rule_no,
        kind,
        is_followed,
        1 as step_count
    from rules

    union all

    -- Years rise from rule to rule, so that the chain ends.
    select
        joined.rule_no,
        next_rules.rule_no as last_rule_no,
        case
            when joined.kind = next_rules.kind then joined.kind
            when 'merged' in (joined.kind, next_rules.kind) then 'merged'
            else 'reorganised'
        end as kind,
        true as is_followed,
        joined.step_count + 1 as step_count
    from joined
    inner join rules as last_rules on joined.last_rule_no = last_rules.rule_no
    inner join rules as next_rules
        on list_has_any(last_rules.successors, next_rules.predecessors)
        and last_rules.last_year < next_rules.first_year
    where joined.is_followed and next_rules.is_followed

),

final as (

    select
        joined.rule_no,
        joined.last_rule_no,
        joined.step_count,
        rules.predecessor,
        last_rules.successor,
        rules.predecessor_function,
        last_rules.successor_function,
        joined.kind,
        joined.is_followed,
        rules.first_year,
        last_rules.last_year,
        rules.admin_levels,
        last_rules.document,
        last_rules.document_number,
        last_rules.document_date,
        last_rules.note,
        last_rules.note_zh
    from joined
    inner join rules on joined.rule_no = rules.rule_no
    inner join rules as last_rules on joined.last_rule_no = last_rules.rule_no

)

select * from final
