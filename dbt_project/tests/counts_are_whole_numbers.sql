-- fct_applications, fct_reviews and fct_litigation hold whole numbers; a fraction must not reach them and be rounded.

select *
from {{ ref('int_figure') }}
where fact_table in ('applications', 'reviews', 'litigation')
    and value <> trunc(value)
