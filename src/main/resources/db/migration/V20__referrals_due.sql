-- The last day for the most urgent of what somebody still owes about a consultation's referrals: writing one, or answering one.
alter table consultation add column referral_due date;
create index consultation_referral_due on consultation (referral_due, id) where referral_due is not null;
