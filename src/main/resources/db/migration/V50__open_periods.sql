-- Open periods match every date that they touch: found by the end that is known, among the open ones alone.
create index search_date_without_end on search_date (parameter, low, key) where high = 'infinity';
create index search_date_without_start on search_date (parameter, high, key) where low = '-infinity';
