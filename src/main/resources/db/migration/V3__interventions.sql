-- What persons did to the ledger, and why: written in the commit of what they did, never changed.
create table intervention (
    id          bigint generated always as identity primary key,
    done_at     timestamptz not null default clock_timestamp(),
    kind        text        not null check (kind in ('resend', 'mark-confirmed', 'release', 'pause', 'resume')),
    destination text        not null,
    delivery    bigint references delivery,
    done_by     text        not null,
    reason      text        not null
);
create index intervention_delivery on intervention (delivery) where delivery is not null;

-- Who read the body of which message, and why.
create table disclosure (
    id           bigint generated always as identity primary key,
    disclosed_at timestamptz not null default clock_timestamp(),
    message      bigint      not null references message,
    read_by      text        not null,
    reason       text        not null
);
create index disclosure_message on disclosure (message);

-- The delivery doors of the operator's API.
create index delivery_destination on delivery (destination, id desc);
create index delivery_state on delivery (state, id desc);
