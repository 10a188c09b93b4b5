-- Events that name neither consultation nor visit nor person in their data (a medical registration, a remiss and its answer): what their message tells of where they belong.
create table stray (
    event    bigint primary key references event,
    visit    text,
    person   text,
    clinic   text,
    day      date,
    contact  text,
    referral text
);
create index stray_person on stray (person) where person is not null;
create index stray_visit on stray (visit) where visit is not null;
create index stray_contact on stray (contact) where contact is not null;
create index stray_referral on stray (referral) where referral is not null;

-- Which consultation a stray belongs to (joined), or could belong to when several do (parked): recomputed whenever either side grows.
create table stray_join (
    event        bigint  not null references stray,
    consultation text    not null,
    parked       boolean not null,
    primary key (event, consultation)
);
create index stray_join_consultation on stray_join (consultation);

-- Which consultations have told of a remiss; grows only.
create table consultation_referral (
    referral     text not null,
    consultation text not null,
    primary key (referral, consultation)
);
create index consultation_referral_consultation on consultation_referral (consultation);

-- Every contact number that a destination ever gave for a stream's consultation; grows only, since a makulering makes the stream forget its own.
create table contact_number (
    number       text not null,
    consultation text not null,
    primary key (number, consultation)
);
create index contact_number_consultation on contact_number (consultation);
insert into contact_number (number, consultation)
    select contact_number, consultation from stream where contact_number is not null on conflict do nothing;
