-- Which mapping set was in force from when on: what the registry showed as resources follows from it.
create table mapping_in_force (
    since   timestamptz not null,
    version text        not null references mapping_set
);
create index mapping_in_force_since on mapping_in_force (since);
insert into mapping_in_force (since, version) select first_used, version from mapping_set;

-- What was derived anew after the reception (law 2): a message by a mapping set, or a consultation's records from its state.
-- A rebuild goes through messages and derivations in the order of their time.
create table derivation (
    id              bigint generated always as identity primary key,
    derived_at      timestamptz not null,
    kind            text        not null check (kind in ('message', 'projection')),
    message         bigint references message,
    consultation    text,
    mapping_version text        not null references mapping_set,
    outcome_before  text,
    outcome         text,
    faults          text        not null default '[]',
    answer_before   bytea,
    check ((kind = 'message') = (message is not null)),
    check ((kind = 'projection') = (consultation is not null))
);
create index derivation_message on derivation (message, id) where message is not null;
create index derivation_time on derivation (derived_at, id);
