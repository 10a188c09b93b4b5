-- A message that a person has corrected points at the one that it corrects, which stays as it came.
alter table message add column corrects bigint references message;
create index message_corrects on message (corrects) where corrects is not null;

-- What a candidate mapping holds, before any derivation is made with it.
create table replay_mapping (
    version text  not null,
    path    text  not null,
    content bytea not null,
    primary key (version, path)
);

create table replay_plan (
    id              bigint generated always as identity primary key,
    created_at      timestamptz not null default clock_timestamp(),
    created_by      text        not null,
    reason          text        not null,
    selection       text        not null,
    start           text        not null check (start in ('message', 'event', 'projection', 'delivery')),
    mapping_version text        not null,
    mode            text        not null check (mode in ('dry-run', 'derive', 'derive-and-deliver')),
    per_second      int         not null,
    corrected       bytea,
    state           text        not null check (state in ('dry-running', 'ready', 'running', 'paused', 'cancelled', 'finished', 'failed')),
    hash            text,
    summary         text,
    approval_needed boolean     not null default false,
    approved_by     text,
    approved_at     timestamptz,
    cause           text
);
create index replay_plan_unfinished on replay_plan (id) where state in ('dry-running', 'running');

-- What becomes of each message; written in the commit that derives it anew, so a killed hub goes on where it was.
create table replay_message (
    plan       bigint not null references replay_plan,
    message    bigint not null references message,
    state      text   not null default 'waiting' check (state in ('waiting', 'unchanged', 'changed', 'done', 'failed')),
    result     text,
    derivation bigint references derivation,
    primary key (plan, message)
);
create index replay_message_state on replay_message (plan, state, message);
create index replay_message_of on replay_message (message);

-- What the dry run found, a row for each thing that would change; the fields' values are personal data.
create table replay_difference (
    plan    bigint not null references replay_plan,
    ordinal bigint not null,
    kind    text   not null,
    id      text   not null,
    changes text   not null,
    primary key (plan, ordinal)
);

-- What the message was refused for until then.
alter table derivation add column faults_before text not null default '[]';
