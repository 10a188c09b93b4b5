-- Who wants to be told of what, and the stream of what each is told: the row is claimed, leased and fenced as a stream of the ledger is.
create table subscription (
    id            text collate "C" primary key,
    version       int         not null default 1,
    json          text        not null,                -- as asked for, without status, error and the values of its headers
    headers       text[]      not null,                -- name: value; never read back
    base          text        not null,                -- our own address as the client reached it
    state         text        not null check (state in ('requested', 'active', 'error', 'off')),
    error         text,
    shaken        boolean     not null,                -- whether the endpoint has answered the handshake, or needs none
    endpoint      text        not null,
    heartbeat     int,                                 -- seconds
    ends_at       timestamptz,
    changed_at    timestamptz not null default clock_timestamp(),
    since         pg_snapshot not null default pg_current_snapshot(), -- what had been written when it was made: not told
    counted       bigint      not null default 0,      -- the number of its last event
    delivered     bigint      not null default 0,      -- the last number that its endpoint has taken
    due_at        timestamptz not null default clock_timestamp(),
    attempts      int         not null default 0,
    failing_since timestamptz,
    leased_until  timestamptz not null default '-infinity',
    fence         bigint      not null default 0
) with (fillfactor = 70);
create index subscription_due on subscription (due_at) where state <> 'off';
create index subscription_endpoint on subscription (endpoint);

-- What happened, by subscription and number: written by one reader of new versions, in the order of their transactions.
create table subscription_event (
    subscription text collate "C" not null references subscription on delete cascade,
    number       bigint           not null,
    at           timestamptz      not null,
    type         text collate "C" not null,
    id           text collate "C" not null,
    version      int              not null,
    primary key (subscription, number)
);

-- New versions are read by their transaction, those that have been replaced since too.
create index resource_history_by_transaction on resource_history (written);
