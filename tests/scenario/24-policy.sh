#!/usr/bin/env bash
# What the members agreed on, and who may do what: changed by signed entries.
. "$(dirname "$0")/lib.sh"
vault --approvals 3 --epoch-days 30

expect 0 -C "$V" policy
grep -q '^approvals  *3 ' "$T/out" || fail 'three approvals'
grep -q '^erasers  *3 ' "$T/out" || fail 'as many erasers as approvals'
expect 0 -C "$V" --json policy
[ "$(cat "$T/out")" = '{"approvals":3,"clock":86400,"epoch_days":30,"erasers":3,"receipts":"none","retain_days":0}' ] ||
	fail 'the policy as JSON'
before=$(head_of)

# By whom it may not be, and what no policy can say.
as two 4 policy set approvals 1; says admin
for words in 'approvals 0' 'approvals 101' 'approvals' 'approvals two' \
    'approvals 02' 'clock week' 'clock 0' 'receipts 1' 'receipts maybe' \
    'retain-days -1' 'retain-days 36501' 'colour red' 'erasers 1 clock'; do
	# shellcheck disable=SC2086
	as desk 2 policy set $words
done
as desk 2 policy get
as desk 2 policy set
as desk 1 policy set approvals 3; says 'already'
[ "$(head_of)" = "$before" ] || fail 'a refused change made an entry'

# One entry for one call; the newest file counts.
as desk 0 policy set erasers 2 receipts required retain-days 400 clock hour
says 'nothing can be released'		# three must sign, and two are there
[ "$(git -C "$V" rev-list --count "$before..main")" -eq 1 ] || fail 'one entry'
git -C "$V" show main:policy.2 >"$T/policy"
printf 'approvals 3\nclock 3600\nepoch-days 30\nerasers 2\nreceipts 1\nretain-days 400\n' |
	cmp -s - "$T/policy" || fail 'the file policy.2'
expect 0 -C "$V" --json policy
out_says '"erasers":2,"receipts":"required","retain_days":400'
expect 0 -C "$V" log
out_says 'policy'
out_says 'clock hour, erasers 2, receipts required, retain-days 400'
as desk 0 policy set approvals 2 erasers 3; says 'nothing can be erased'
as desk 0 policy set erasers 2
[ ! -s "$T/err" ] || fail 'a warning for nothing'
holds

# Roles change; the last admin stays; removal stays removal.
as two 4 member role reporter --role desk; says admin
as desk 4 member role desk --role desk; says 'last admin'
as desk 1 member role reporter --role reporter; says already
as desk 2 member role reporter --role chief
as desk 2 member role reporter
as desk 4 member role reporter --role analyst,desk
as desk 0 member role two --role desk,admin
as two 0 member role desk --role desk,reporter
as desk 4 member role two --role desk; says admin
as two 4 member role two --role desk; says 'last admin'
as two 0 --json member list
python3 - "$T/out" <<'P' || fail 'roles and epochs in the list'
import json, sys
all = {m['label']: m for m in map(json.loads, open(sys.argv[1]))}
assert all['two']['roles'] == ['admin', 'desk'], all['two']
assert all['desk']['roles'] == ['desk', 'reporter'], all['desk']
assert all['desk']['days'] in (0, 1) and all['desk']['overdue'] is False
assert all['desk']['since'][:2] == '20'
P
# Keys stay where they are: who could open more never becomes an analyst.
as two 4 member role reporter --role analyst; says 'second key'
as two 0 member role auditor --role auditor,analyst
as two 0 member remove intake
as two 4 member role intake --role intake; says removed
holds

# A role that was given can be used, one that was taken cannot.
printf 'tip\n' >"$T/tip"
as two 0 member role reporter --role desk
as reporter 0 submit "$T/tip"
as two 0 member role reporter --role reporter
as reporter 4 submit "$T/tip"
holds
