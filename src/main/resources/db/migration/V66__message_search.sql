-- Each filter of the operator's search reads its page backwards from one of these; measured over a million messages (ADR 0067).
-- A message's key is looked for by its control id first, so that a control id alone can be searched too.
create index message_control on message (control_id, sender, id);
drop index message_key;
create index message_sender on message (sender, id desc);
create index message_type on message (type, id desc);
create index message_feed on message (feed, id desc);
-- What each sender's refused messages were refused for, to be read without their bodies.
create index message_refused on message (sender, id desc) include (faults) where outcome = 'refused';
