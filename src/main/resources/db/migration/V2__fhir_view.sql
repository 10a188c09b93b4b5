-- The FHIR view: what the hub's consultations look like as FHIR resources. Written in the commit of
-- the event that changed them, read by the FHIR REST facade; everything here can be rebuilt from the log.

-- Current version of each resource. "key" is the order of creation: stable, so it pages well.
create table resource (
    key          bigint generated always as identity,
    type         text collate "C" not null,
    id           text collate "C" not null,
    version      integer          not null,
    last_updated timestamptz      not null,
    deleted      boolean          not null,
    json         text,                      -- as served, meta.versionId and meta.lastUpdated included; null when deleted
    content      text collate "C",          -- SHA-256 of the JSON without those two, properties sorted; null when deleted
    written      xid8             not null default pg_current_xact_id(), -- the transaction: says what a snapshot saw
    consultation text collate "C",          -- whose resource it is; null: shared (Patient, Practitioner, registry, Provenance)
    primary key (type, id),
    check (deleted = (json is null))
);
create unique index resource_key on resource (key);
create index resource_of_consultation on resource (consultation) where consultation is not null;
create index resource_by_type on resource (type, key) where not deleted;
create index resource_by_update on resource (type, last_updated, key);
create index resource_by_transaction on resource (written);

-- Versions that were replaced; resource_version gives all of them.
create table resource_history (
    key          bigint           not null,
    type         text collate "C" not null,
    id           text collate "C" not null,
    version      integer          not null,
    last_updated timestamptz      not null,
    deleted      boolean          not null,
    json         text,
    written      xid8             not null,
    primary key (type, id, version)
);
create index resource_history_by_update on resource_history (type, last_updated, key);

create view resource_version as
    select key, type, id, version, last_updated, deleted, json, written from resource
    union all
    select key, type, id, version, last_updated, deleted, json, written from resource_history;

-- The search index (the indexes by key hold the values too, so that a row can be probed without its table): rows of current, not deleted resources. "parameter" is the number that
-- SearchParameter gives (resource type, parameter), written out in search_parameter for people.
create table search_parameter (
    parameter integer primary key,
    type      text not null,
    name      text not null
);
-- One row: the hash of the definitions that the index rows were made with.
create table search_definitions (
    one  boolean primary key default true check (one),
    hash text not null
);

create table search_token (
    parameter integer          not null,
    code      text collate "C" not null,
    system    text collate "C" not null,    -- '' = none
    key       bigint           not null
);
create index search_token_by_value on search_token (parameter, code, system, key);
create index search_token_by_key on search_token (key, parameter, code, system);

create table search_reference (
    parameter      integer          not null,
    target_id      text collate "C" not null, -- the logical id, or the whole URL when target_type is ''
    target_type    text collate "C" not null,
    target_version integer,                   -- where the reference names one
    key            bigint           not null
);
create index search_reference_by_target on search_reference (parameter, target_id, target_type, key);
create index search_reference_by_key on search_reference (key, parameter, target_id, target_type);

-- A span [low, high); an open end is infinite.
create table search_date (
    parameter integer     not null,
    low       timestamptz not null,
    high      timestamptz not null,
    key       bigint      not null,
    check (low <= high)
);
create index search_date_by_low on search_date (parameter, low, key);
create index search_date_by_high on search_date (parameter, high, key);
create index search_date_by_key on search_date (key, parameter, low, high);

create table search_string (
    parameter integer          not null,
    folded    text collate "C" not null,    -- without case and accents
    exact     text collate "C" not null,
    key       bigint           not null
);
create index search_string_by_value on search_string (parameter, folded, key);
create index search_string_by_key on search_string (key, parameter);

-- Values depend on the parameter: without these the planner takes every parameter for an average one.
create statistics search_token_spread (mcv) on parameter, code from search_token;
create statistics search_reference_spread (mcv) on parameter, target_id from search_reference;
alter statistics search_token_spread set statistics 1000;
alter statistics search_reference_spread set statistics 1000;

-- The key that page links are encrypted with; made at the first start.
create table page_key (
    one  boolean primary key default true check (one),
    key  bytea   not null check (length(key) = 32)
);
