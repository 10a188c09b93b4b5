-- Which streams are claimed: asked before each claim of a destination that takes one connection at a time.
create index stream_leased on stream (destination, leased_until) where leased_until > '-infinity';
