-- The waist of the hour-glass: what came in (message), what it means (event), what follows (consultation, visit, person), what is owed (stream, delivery).

-- Keys of the hub's own: for opaque ids and for hashes of identities. Made at the first start, never leave the database.
create table hub_key (
    name text primary key,
    key  bytea not null
);

-- Every mapping set ever in force, by its hash (law 2).
create table mapping_set (
    version     text primary key,
    first_used  timestamptz not null default clock_timestamp()
);
create table mapping_file (
    version text not null references mapping_set,
    path    text not null,
    content bytea not null,
    primary key (version, path)
);

create table message (
    id              bigint generated always as identity primary key,
    received_at     timestamptz not null,
    feed            text        not null,
    sender          text        not null,
    control_id      text,
    type            text,
    content_hash    bytea       not null,
    body            bytea,
    outcome         text        not null check (outcome in ('accepted', 'duplicate', 'refused', 'not-concerned', 'parked')),
    answer          bytea,
    faults          text        not null default '[]',
    duplicate_of    bigint references message,
    dialect         text,
    mapping_version text
);
create index message_key on message (sender, control_id, id);
create index message_time on message (received_at desc, id desc);
create index message_outcome on message (outcome, id desc);

create table event (
    position        bigint generated always as identity primary key,
    xid             xid8        not null default pg_current_xact_id(),
    message         bigint      not null references message,
    source          text        not null,
    event_id        text        not null,
    type            text        not null,
    subject         text,
    visit           text,
    person          text,
    replaces        text,
    content         text        not null,
    mapping_version text        not null,
    recorded_at     timestamptz not null,
    superseded      boolean     not null default false
);
create index event_subject on event (subject, position) where subject is not null;
create index event_visit on event (visit, position) where visit is not null;
create index event_person on event (person, position) where person is not null;
create index event_replaces on event (replaces) where replaces is not null;
create index event_message on event (message);

-- One row for each thing told about a consultation, in the order in which the hub learnt it: the feed of trepart.events.out and of every reader.
create table told (
    position     bigint generated always as identity primary key,
    xid          xid8   not null default pg_current_xact_id(),
    consultation text   not null,
    event        bigint not null references event
);
create unique index told_once on told (consultation, event);
create index told_order on told (xid, position);
-- How far a reader has come: everything up to (xid, position). Readers look only at transactions older than all that are still open, so that none is passed by.
create table reader (
    name     text primary key,
    xid      xid8   not null default '0',
    position bigint not null default 0
);

create table person (
    key       text primary key,
    type      text not null,
    value     text not null,
    canonical text not null
);
create index person_canonical on person (canonical);

create table consultation (
    id             text primary key,
    person         text,
    unit           text,
    day            date,
    start_at       timestamptz,
    named_visit    text,
    visit          text,
    took_place     boolean     not null,
    phase          text        not null,
    state          text        not null,
    mapping_version text       not null,
    first_at       timestamptz not null,
    updated_at     timestamptz not null
);
create index consultation_group on consultation (person, unit, day) where person is not null;
create index consultation_named_visit on consultation (named_visit) where named_visit is not null;
create index consultation_visit on consultation (visit) where visit is not null;

create table visit (
    key      text primary key,
    person   text,
    unit     text not null,
    day      date,
    start_at timestamptz
);
create index visit_group on visit (person, unit, day) where person is not null;

-- Which consultations a visit belongs to (joined), or could belong to when several do (parked): recomputed whenever either side grows.
create table visit_join (
    visit        text    not null references visit,
    consultation text    not null,
    parked       boolean not null,
    primary key (visit, consultation)
);
create index visit_join_consultation on visit_join (consultation);

create table practitioner (
    hsa_id   text primary key,
    name     text,
    named_at timestamptz,
    named_by text
);
create table practitioner_role (
    hsa_id    text not null references practitioner,
    unit      text not null,
    specialty text not null default '',
    primary key (hsa_id, unit, specialty)
);

-- The ledger: one ordered stream for each destination and key; evidence, never rebuilt.
create table stream (
    destination    text        not null,
    key            text        not null,
    consultation   text        not null,
    target         text,
    context        text        not null default '{}',
    caused_at      timestamptz not null,
    confirmed      text,
    confirmed_at   timestamptz,
    contact_number text,
    state          text        not null check (state in ('idle', 'pending', 'held')),
    cause          text,
    cause_detail   text,
    missing        text        not null default '',
    refused        boolean     not null default false,
    due_at         timestamptz not null default clock_timestamp(),
    attempts       int         not null default 0,
    failing_since  timestamptz,
    serial         int         not null default 0,
    fence          bigint      not null default 0,
    leased_until   timestamptz not null default '-infinity',
    primary key (destination, key)
);
create index stream_due on stream (destination, due_at) where state = 'pending';
create index stream_consultation on stream (consultation);
create index stream_held on stream (destination, key) where state = 'held';

create table delivery (
    id           bigint generated always as identity primary key,
    destination  text        not null,
    key          text        not null,
    consultation text        not null,
    serial       int         not null,
    operation    text        not null,
    control_id   text        not null,
    target       text,
    message      bytea       not null,
    state        text        not null check (state in ('in-flight', 'confirmed', 'held', 'superseded')),
    attempts     int         not null default 0,
    created_at   timestamptz not null,
    sent_at      timestamptz,
    settled_at   timestamptz,
    answer       bytea,
    cause        text,
    cause_detail text,
    unique (destination, key, serial)
);
create index delivery_consultation on delivery (consultation, id);
create index delivery_open on delivery (destination, key) where state = 'in-flight';

-- A destination or feed that a person has paused, with the reason (PASiS closes at night).
create table pause (
    name   text primary key,
    reason text        not null,
    since  timestamptz not null default clock_timestamp()
);
