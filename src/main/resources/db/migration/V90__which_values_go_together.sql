-- A reference's target and its type, a code and its system go together: without these the planner multiplies their shares as if they
-- did not, and takes a clinic with thousands of tasks for one with a few.
drop statistics search_token_spread;
drop statistics search_reference_spread;
create statistics search_token_spread (mcv) on parameter, code, system from search_token;
create statistics search_reference_spread (mcv) on parameter, target_id, target_type from search_reference;
alter statistics search_token_spread set statistics 1000;
alter statistics search_reference_spread set statistics 1000;
analyze search_token;
analyze search_reference;
