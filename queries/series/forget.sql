-- Drops what no cell stands at.
delete from fresh.member
where member.release_no not in (
    select kept.refreshed
    from fresh.cell as kept
)
