#!/usr/bin/env bash
# Who is in: adding, listing, removing; cards in three ways; labels.
. "$(dirname "$0")/lib.sh"
vault
for m in ana bo cy; do key $m; done

as desk 0 member add "$(cat "$T/ana.card")" --role reporter,auditor --name 'Ana Ł'
out_says added
"$TIPLINE" -C "$V" -i "$T/desk.key" member add - --role admin --name bo \
	<"$T/bo.card" >"$T/out" 2>"$T/err" || fail 'a card from stdin'
as desk 0 --json member list
[ "$(wc -l <"$T/out")" -eq 8 ] || fail 'eight members'
python3 - "$T/out" <<'P' || fail 'the list as JSON'
import json, sys
all = {m['label']: m for m in map(json.loads, open(sys.argv[1]))}
a = all['Ana Ł']
assert a['roles'] == ['reporter', 'auditor'], a
assert a['epoch'] == 1 and a['removed'] is False
assert len(a['fingerprint']) == 64 and a['sha256'].startswith('SHA256:')
assert len(a['words'].split('-')) == 6
assert all['desk']['roles'] == ['admin', 'desk']
P
FPR=$(python3 -c 'import json, sys
print([m["fingerprint"] for m in map(json.loads, open(sys.argv[1]))
       if m["label"] == "bo"][0])' "$T/out")
# ssh-keygen shows the same fingerprint for the same key.
SSH=$(python3 -c 'import json, sys
print([m["sha256"] for m in map(json.loads, open(sys.argv[1]))
       if m["label"] == "bo"][0])' "$T/out")
git -C "$V" show main:allowed_signers | grep "^$FPR" |
	sed 's/.*\(ssh-ed25519 .*\)/\1/' >"$T/bo.pub"
ssh-keygen -l -f "$T/bo.pub" | grep -q -F "$SSH" || fail 'the SSH fingerprint'
before=$(head_of)

# Twice, by whom it may not be, with roles that do not go together.
as desk 1 member add "$T/ana.card" --role desk --name other; says 'already'
as desk 1 member add "$T/cy.card" --role reporter --name bo; says 'another name'
as two 4 member add "$T/cy.card" --role reporter --name cy; says admin
as desk 4 member add "$T/cy.card" --role analyst,desk --name cy
as desk 2 member add "$T/cy.card" --role chief --name cy
as desk 2 member add "$T/cy.card" --role desk,desk --name cy
as desk 2 member add "$T/cy.card" --role reporter --name $'c\ty'
as desk 2 member add "$T/cy.card" --role reporter
as desk 2 member frob
as reporter 4 member remove bo
as desk 1 member remove nobody
[ "$(head_of)" = "$before" ] || fail 'a refused change made an entry'

# What they are called here is no entry; a name means one member.
expect 0 -C "$V" member name two 'Second desk'
expect 0 -C "$V" member list
out_says 'Second desk'
expect 1 -C "$V" member name 'Second desk' bo
expect 0 -C "$V" member name 'Second desk' 'Second desk'
expect 0 -C "$V" member name 'Second desk' two
expect 2 -C "$V" member name two $'\e[31m'
[ "$(head_of)" = "$before" ] || fail 'a local name made an entry'

# By label, by SHA256, by words, by the beginning of the fingerprint.
as bo 0 member remove "${FPR:0:8}"		# an admin may go, one is left
as desk 1 member remove "$SSH"; says 'removed before'
as desk 4 member remove "$(as desk 0 --json member list
	python3 -c 'import json, sys
print([m["words"] for m in map(json.loads, open(sys.argv[1]))
       if m["roles"] == ["admin", "desk"]][0])' "$T/out")"
says 'last admin'
as desk 1 member add "$T/bo.card" --role reporter --name bo2; says 'removed'
as desk 0 --json member list
grep -F "$FPR" "$T/out" | grep -q '"removed":true' || fail 'bo is removed'

# Whoever was removed can do nothing more, and gets nothing new.
printf 'later\n' >"$T/later"
as bo 4 submit "$T/later"
as desk 0 member remove two
submit "$T/later"
as two 4 open "$ID" --original -o "$T/two"
absent "$T/two"
as desk 4 assign "$ID" two
git -C "$V" ls-tree -r --name-only main "submissions" | grep -c '/grants/' |
	grep -q '^3$' || fail 'only the one desk member left has grants'
holds
