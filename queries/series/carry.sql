-- One row per answer of an earlier release that a cell still stands at.
insert into fresh.member
select member.*
from state.member as member
where member.release_no in (
    select kept.refreshed
    from fresh.cell as kept
)
