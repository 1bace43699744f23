-- What do bodies charge? Fees for information, and all administrative fees since form 2021, in yuan.
-- 各主体收多少费？依申请公开收费，以及2021年格式以来的行政事业性收费，单位元。

select
    agencies.full_name,
    fees.report_year,
    max(fees.value) filter (where fees.indicator = 'processing_fees') as fees_for_information,
    max(fees.value) filter (where fees.indicator = 'administrative_fees') as administrative_fees
from {{ ref('mart_agency_indicator') }} as fees
inner join {{ ref('dim_agency') }} as agencies on fees.agency_id = agencies.agency_id
where fees.indicator in ('processing_fees', 'administrative_fees')
group by agencies.full_name, fees.report_year
having fees_for_information > 0 or administrative_fees > 0
order by fees_for_information desc nulls last, administrative_fees desc, agencies.full_name, fees.report_year
limit 30
