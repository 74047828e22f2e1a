-- Drops what no cell stands at, but not the answers of this release: they are the next one's past.
-- release_no: integer, of this release
delete from fresh.member
where
    member.release_no <> $release_no
    and member.release_no not in (
        select kept.refreshed
        from fresh.cell as kept
    )
