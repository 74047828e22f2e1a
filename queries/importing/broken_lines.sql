-- One row per line of the delimited file read last that could not be taken apart.
with

latest as (

    select max(reject_scans.scan_id) as scan_id
    from reject_scans

)

select distinct reject_errors.line
from reject_errors
inner join latest on reject_errors.scan_id = latest.scan_id
order by reject_errors.line
