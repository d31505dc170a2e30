-- Tells a message that came again from another that bears its id. Null where nobody asks.
alter table activity.inbox add column fingerprint bigint;
