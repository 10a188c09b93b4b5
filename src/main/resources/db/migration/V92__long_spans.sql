-- Spans that are longer than a day and a half are few: with these apart, what ends after a time is found by a range of begins.
create index search_date_long on search_date (parameter, low, key) where high - low > interval '36 hours';
create statistics search_date_length on (high - low) from search_date;
