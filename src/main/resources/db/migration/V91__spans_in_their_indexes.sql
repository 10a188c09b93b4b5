-- Both ends stand in each index, so that no search reads the table. Spans longer than a day and a half are few: with these apart,
-- what ends after a time is found by a range of begins.
drop index search_date_by_low, search_date_by_high, search_date_without_start, search_date_without_end;
create index search_date_by_low on search_date (parameter, low, high, key);
create index search_date_by_high on search_date (parameter, high, low, key);
create index search_date_without_start on search_date (parameter, high, low, key) where low = '-infinity';
create index search_date_without_end on search_date (parameter, low, high, key) where high = 'infinity';
create index search_date_long on search_date (parameter, low, high, key) where high - low > interval '36 hours';
create statistics search_date_length on (high - low) from search_date;
