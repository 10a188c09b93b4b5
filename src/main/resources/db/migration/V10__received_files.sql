-- A file that the file feed takes: how far it has come is committed with each message, so that a restart goes on where it was.
create table received_file (
    id           bigint generated always as identity primary key,
    feed         text        not null,
    name         text        not null,
    content_hash bytea       not null,
    parts        int         not null,
    began_at     timestamptz not null,
    -- The verdict and the name that the file leaves under, set once the last message is in.
    verdict      text check (verdict in ('done', 'rejected')),
    leaves_as    text,
    finished_at  timestamptz,
    -- When the file had been renamed; the same file put there again after that is taken anew.
    settled_at   timestamptz
);
create unique index received_file_open on received_file (feed, name, content_hash) where settled_at is null;

create table received_file_message (
    file    bigint not null references received_file,
    ordinal int    not null,
    message bigint not null references message,
    primary key (file, ordinal)
);
