-- The per-patient view over visits, whether or not they name a consultation: whose each is, and from when to when it was open (null: not begun, or cancelled).
create table stay (
    visit    text primary key,
    person   text,
    from_at  timestamptz,
    until_at timestamptz
);
create index stay_person on stay (person) where from_at is not null;
