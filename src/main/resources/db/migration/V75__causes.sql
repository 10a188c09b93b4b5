-- What has one cause: refused and parked messages, held streams and silent feeds by fingerprint (where, code, field, rule).
create table cause (
    id          text primary key,   -- of the fingerprint
    kind        text        not null check (kind in ('refused', 'parked', 'held', 'silent')),
    place       text        not null,
    code        text        not null,
    field       text        not null,
    rule        text        not null,
    opened_at   timestamptz not null,
    resolved_at timestamptz          -- null: open
);
create index cause_open on cause (kind, opened_at) where resolved_at is null;

-- What stands or stood under a cause: a message, or a stream or feed by its name.
create table cause_member (
    cause         text        not null references cause,
    member        text        not null,   -- message/17, stream/pasis/K-1, silence/mllp/SE…
    kind          text        not null,
    message       bigint references message,
    sender        text        not null,
    consultations text[]      not null,
    since         timestamptz not null,
    mended_at     timestamptz,            -- null: it stands
    primary key (cause, member)
);
create index cause_member_message on cause_member (message) where message is not null;
create index cause_member_open on cause_member (kind, cause) where mended_at is null;

-- One when a cause opens and one when it is resolved, never one for each message; written by one instance at a time.
create table alert (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    cause   text        not null references cause,
    kind    text        not null check (kind in ('opened', 'resolved')),
    members bigint      not null
);

-- In which hours each feed brought something of a unit: what silence is told from.
create table traffic_hour (
    feed text      not null,
    unit text      not null,
    hour timestamp not null,              -- Stockholm's, as a clock on the wall shows it
    primary key (feed, unit, hour)
);
create index traffic_hour_by_time on traffic_hour (hour);

-- How far the hours of traffic and the topic of alerts have come.
create table cause_reader (
    name     text   primary key,
    position bigint not null default 0
);
insert into cause_reader (name) values ('traffic-hours'), ('alerts-out');
