-- Bodies of messages that concern no consultation are erased after a time; the envelope stays, with when that was.
alter table message add column body_erased_at timestamptz;
create index message_to_erase on message (received_at) where outcome = 'not-concerned' and body is not null;
