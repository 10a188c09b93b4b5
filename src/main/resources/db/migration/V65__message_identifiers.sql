-- Which messages hold an identifier (personnummer, visit, remiss, HSA-id ...), by a keyed hash alone: the number itself stands only in the body.
-- Written in the statement that keeps the message. No foreign key: rows are only ever made beside their message, and a check would cost each intake.
create table message_identifier (
    hash    bigint not null,
    message bigint not null
);
create index message_identifier_hash on message_identifier (hash, message);
-- For erasing along with a body: messages come in the order of their numbers, so a summary of each range is enough.
create index message_identifier_message on message_identifier using brin (message) with (autosummarize = on);

-- Messages up to this one were kept before there were hashes; a job at the start goes through them, from the newest, and ends at 0.
create table identifier_backfill (
    one   boolean primary key default true check (one),
    until bigint not null
);
insert into identifier_backfill (until) select coalesce(max(id), 0) from message;
