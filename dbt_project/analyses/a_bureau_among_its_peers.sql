-- How does a bureau stand among its peers? Each science and technology body in its latest year, by disclosure rate and
-- by applications received, where it has peers.
-- 某局在同类中处于什么位置？各科技主管部门最近一年的公开率与申请量，限有同类可比的。

select
    agencies.full_name,
    peers.report_year,
    peers.indicator,
    round(peers.value, 3) as value,
    peers.peer_group,
    peers.peer_count,
    peers.rank,
    round(peers.percentile, 3) as percentile,
    peers.in_failed_identity
from {{ ref('mart_peer_comparison') }} as peers
inner join {{ ref('dim_agency') }} as agencies on peers.agency_id = agencies.agency_id
where agencies."function" = 'science_technology'
    and peers.indicator in ('applications_received', 'disclosure_rate')
    and peers.peer_count > 1
qualify peers.report_year = max(peers.report_year) over (partition by peers.agency_id, peers.indicator)
order by peers.indicator, peers.report_year desc, peers.peer_group, peers.rank, agencies.full_name
limit 40
