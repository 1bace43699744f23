-- What is compared is what its figures come to: a rate is its numerator over its denominator and has no value over
-- zero, a change is this year's value less last year's, a rank lies among its peers.

with problems as (

    select
        'mart_agency_indicator' as mart,
        concat_ws(' ', indicator, agency_id, report_year) as place,
        'the value is not what its figures come to' as problem
    from {{ ref('mart_agency_indicator') }}
    where
        value is distinct from case
            when unit = 'share' then numerator::double / nullif(denominator, 0)
            else numerator::double
        end

    union all

    select
        'mart_region_indicator' as mart,
        concat_ws(' ', indicator, region_code, report_year, "function") as place,
        'the value is not what its figures come to, or not all reports state them' as problem
    from {{ ref('mart_region_indicator') }}
    where
        reports_stating > report_count
        or value is distinct from case
            when reports_stating < report_count or not is_one_meaning then null
            when unit = 'share' then stated_numerator::double / nullif(stated_denominator, 0)
            else stated_numerator::double
        end

    union all

    select
        'mart_year_over_year' as mart,
        concat_ws(' ', indicator, agency_id, report_year) as place,
        'the change is not what lies between the values, or cannot be told' as problem
    from {{ ref('mart_year_over_year') }}
    where
        change is distinct from case when comparison in ('same_form', 'across_forms') then value - last_value end
        or (comparison = 'no_last_year') <> (last_form is null)

    union all

    select
        'mart_peer_comparison' as mart,
        concat_ws(' ', indicator, agency_id, report_year) as place,
        'the rank or the percentile lies outside its peers' as problem
    from {{ ref('mart_peer_comparison') }}
    where
        rank not between 1 and peer_count
        or percentile not between 0 and 1
        or (percentile is null) <> (peer_count = 1)

    union all

    select
        'mart_refusal_ground_year' as mart,
        concat_ws(' ', ground, agency_id, report_year) as place,
        'the share is not what its figures come to' as problem
    from {{ ref('mart_refusal_ground_year') }}
    where share_of_closed is distinct from applications::double / nullif(applications_closed, 0)

    union all

    select
        'mart_agency_coverage' as mart,
        agency_id as place,
        'the years that are there and those that are missing are not all' as problem
    from {{ ref('mart_agency_coverage') }}
    where years_reported + years_missing <> last_year - first_year + 1

)

select * from problems
