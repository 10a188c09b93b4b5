-- How long each step of taking a message took, in microseconds: all else that a trace tells is computed again when somebody asks.
-- Written last in the message's own commit; found by a summary of each range, since a trace is rare and messages come in the order of their numbers.
create table message_duration (
    message   bigint not null,
    decoded   int,
    waited    int,
    kept      int,
    appended  int,
    folded    int,
    projected int
);
create index message_duration_message on message_duration using brin (message) with (autosummarize = on);
