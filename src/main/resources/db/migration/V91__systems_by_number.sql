-- A code's system is kept by its number (Systems.number): its URI made up most of each row and of both indexes.
drop table search_token;
create table search_token (
    key       bigint           not null,
    system    bigint           not null,    -- 0 = none
    parameter integer          not null,
    code      text collate "C" not null
);
create index search_token_by_value on search_token (parameter, code, system, key);
create index search_token_by_key on search_token (key, parameter, code, system);
create statistics search_token_spread (mcv) on parameter, code, system from search_token;
alter statistics search_token_spread set statistics 1000;
-- What is stored is indexed again at the next start.
delete from search_definitions;
