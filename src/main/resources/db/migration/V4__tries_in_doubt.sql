-- How many tries of a delivery may have arrived though nobody knows: while there is none, a newer target makes the delivery void unsent.
alter table delivery add column in_doubt int not null default 1;
