-- Drops the answers that came to the past, and the new version of those that changed.
delete from answer
using past
where past.is_new and answer.answer_number = past.answer_number and answer.y = past.y
