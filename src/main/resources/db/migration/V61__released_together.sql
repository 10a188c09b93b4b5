-- A person's word that a message whose outcome is unknown is to be sent again: asked for where the receiver does not know a repeated MSH-10.
alter table delivery add column repeat boolean not null default false;

-- Which held stream of a destination was last let go to see whether the destination is mended, and when.
create table probe (
    destination text primary key,
    key         text        not null,
    tried_at    timestamptz not null default clock_timestamp()
);
