-- One macro: HMAC-SHA256 in hexadecimal, from a key's two padded blocks and a message.
create or replace temp macro keyed(inner_block, outer_block, message) as
sha256(outer_block || unhex(sha256(inner_block || encode(message))))
