-- Which refused messages have a fault, whoever sent them (ADR 0067): few of many are found without reading the others.
create function fault_codes(faults text) returns text[] language sql immutable strict parallel safe
    return array(select jsonb_path_query(faults::jsonb, '$[*].code') #>> '{}');
create index message_fault on message using gin (fault_codes(faults)) where outcome = 'refused';

drop index message_refused;
create index message_refused on message (sender, id desc) where outcome = 'refused';
