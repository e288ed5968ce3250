#!/usr/bin/env bash
# A review in a terminal: nothing that was answered is lost, whoever is killed;
# a page not seen blocks signing; the second person sees what changed, approves
# or sends it back; reasons are remembered.
. "$(dirname "$0")/lib.sh"
vault --erasers 2
D=$V/drafts

# dialogue NAME EXIT ANSWERS: a review on stdin.
dialogue() {
	printf '%b' "$3" >"$T/answers"
	as "$1" "$2" review "$ID" --terminal <"$T/answers"
}

# Three pages of text, a name in each; nothing else to be found.
python3 - "$T" <<'PY'
import sys
page = 'The harbour was quiet and nothing was said about it at all.\n' * 110
open(sys.argv[1] + '/long.txt', 'w').write(
    'Mail joan.lindqvist@example.org now.\n' + page +
    'Mail peter.hale@example.org later.\n' + page +
    'Mail joan.lindqvist@example.org again.\n')
PY
submit "$T/long.txt" "$ROOT/docs/samples/tip.txt"
as desk 0 examine "$ID"
as desk 0 find "$ID"

# --- killed behind an acknowledged decision
mkfifo "$T/typed"
tl -C "$V" -i "$T/desk.key" review "$ID" --terminal <"$T/typed" \
	>"$T/first" 2>&1 &
first=$!
exec 8>"$T/typed"
printf 'A\n1\n' >&8
for i in $(seq 100); do
	grep -q '2 places in 1 item' "$T/first" 2>/dev/null &&
		grep -q 'peter.hale' "$T/first" && break
	sleep 0.1
done
grep -q '2 places in 1 item' "$T/first" || fail 'no decision was answered'
# The same member cannot have it in a second process.
as desk 11 review "$ID" --terminal </dev/null
says 'another window'
# Every process of it, at once; only those.
kids=$(pgrep -P "$first")
for k in $kids; do kids="$kids $(pgrep -P "$k")"; done
kill -9 "$first" $kids 2>/dev/null
{ wait "$first"; } 2>/dev/null
exec 8>&-
[ -s "$(ls "$D"/*.* | grep -v lock)" ] || fail 'there is no draft'
! grep -qa 'lindqvist' "$D"/* || fail 'a draft tells what was decided'
before=$(head_of)
as desk 0 --json review "$ID" --export "$T/plan.json"
python3 - "$T/plan.json" <<'PY' || fail 'the killed decisions'
import json, sys
fs = [f for i in json.load(open(sys.argv[1]))['items'] for f in i['findings']]
joan = [f for f in fs if 'joan.lindqvist' in f['value']]
assert len(joan) == 2 and all(f['decision'] == 'redact' for f in joan), joan
assert sum(f['decision'] != 'undecided' for f in fs) == 2
PY
[ "$(head_of)" = "$before" ] || fail 'a draft made an entry'

# --- all decided, and yet a page was not seen
n=$(python3 -c 'import json,sys
print(sum(f["decision"] == "undecided" for i in json.load(open(sys.argv[1]))["items"] for f in i["findings"]))' "$T/plan.json")
dialogue desk 0 "$(printf 'a\\n%.0s' $(seq "$n"))"
says 'were not stored yet and are here again'
out_says 'not signed'
out_says 'pages were not seen'
as two 4 approve "$ID"
dialogue desk 0 's\n'
out_says 'pages were not seen'
# A plan that names the pages it saw must name all of them.
rm -f "$T/plan.json"
as desk 0 review "$ID" --export "$T/plan.json"
as desk 4 review "$ID" --plan "$T/plan.json"
says 'item 1, page'
says 'was not seen'

# --- the rest is looked at, and it is signed
dialogue desk 0 'v\nv\nv\n'
out_says 'decided and signed'
as desk 4 review "$ID" --terminal <<<y
says 'signed the decisions'

# --- the second person looks, and sends it back
dialogue two 0 's\n'
out_says 'y sign'
dialogue two 0 'b Peter is no source, keep him\n'
out_says 'sent back'
as analyst 4 release "$ID" --to analyst
as desk 4 release "$ID" --to analyst
# The first reads it, and decides otherwise.
rm -f "$T/plan.json"
as desk 0 review "$ID" --export "$T/plan.json"
python3 - "$T" <<'PY'
import json, sys
t = sys.argv[1]
p = json.load(open(t + '/plan.json'))
assert p['items'][0]['notes'][0]['returned'], p['items'][0]['notes']
for i in p['items']:
    for f in i['findings']:
        if 'peter' in f['value']:
            f['decision'] = 'keep'
            f['reason'] = 'off-topic'
json.dump(p, open(t + '/kept.json', 'w'))
PY
as desk 0 review "$ID" --plan "$T/kept.json"
out_says 'decided and signed'
# Only what is new since is shown as new, and by whom.
dialogue two 0 's\n'
out_says 'Sent back (two): Peter is no source, keep him'
out_says 'Since you last looked:'
out_says 'to keep instead of to redact (desk): EMAIL'
[ "$(grep -c 'instead of' "$T/out")" -eq 1 ] || fail 'more than that is new'
dialogue two 0 'y\n'
out_says 'decided and signed'
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/analyst"
grep -q 'peter.hale' "$T/analyst/001.txt" || fail 'a kept value went'
! grep -q 'lindqvist' "$T/analyst/001.txt" || fail 'a redacted value stayed'

# --- reasons of a list, seen by the second person, too
printf 'b6\tPersonal privacy\nb7c\tLaw enforcement\n' >"$T/foia"
submit "$ROOT/docs/samples/tip.txt"
as desk 0 examine "$ID"
as desk 0 find "$ID"
printf 'b6 none\n' >"$T/bad"
as desk 1 review "$ID" --reasons "$T/bad" --terminal </dev/null
says 'line 1 of the list of reasons'
as desk 0 review "$ID" --reasons "$T/foia" --terminal <<<$'r\nr b7c\nr no\n2\nr b6\ns'
out_says 'r b7c  Law enforcement'
out_says 'that reason is none of this review'
out_says 'because: bystander'
out_says 'because: b6 (Personal privacy)'
dialogue two 0 's\n'
out_says 'because: b6 (Personal privacy)'

# --- two desks at once: neither loses anything
as desk 0 review "$ID" --terminal <<<$'a\nk\ns'
mkfifo "$T/slow"
tl -C "$V" -i "$T/desk.key" review "$ID" --terminal <"$T/slow" \
	>"$T/first" 2>&1 &
first=$!
exec 8>"$T/slow"
printf 'k\n' >&8
for i in $(seq 100); do
	[ "$(grep -c '^a redact' "$T/first")" -ge 2 ] && break
	sleep 0.1
done
as two 0 review "$ID" --accept-all
exec 8>&-
wait $first
[ $? -eq 11 ] || { cat "$T/first"; fail 'the slower one was not told'; }
grep -q 'somebody else changed the plan' "$T/first" || fail 'no line says why'
as desk 0 review "$ID" --terminal </dev/null
out_says 'still wait'

# --- what an item cannot be is said
as desk 2 review "$ID" --keep-form --item 1 --terminal </dev/null
says 'only a PDF can'
as desk 2 review "$ID" --keep-form --item 7 --terminal </dev/null
says 'no item 7'
as desk 0 review "$ID" --keep-form --terminal </dev/null

# --- a damaged draft is told, and what is stored is whole
for f in $(ls "$D/$ID".* | grep -v lock); do
	damage "$f" 60
done
as desk 3 review "$ID" --terminal </dev/null
says 'is damaged; move it away'
rm $(ls "$D/$ID".* | grep -v lock)
mv "$D" "$T/drafts" && : >"$D"
as desk 1 review "$ID" --terminal </dev/null
says 'drafts in the vault'
rm "$D" && mv "$T/drafts" "$D"

# --- what is examined later gets the decisions that were taken
if command -v 7z >/dev/null; then
	first=$ID
	printf 'Ask mara.lindqvist@example.org or bob.stone@example.org.\n' \
		>"$T/secret.txt"
	(cd "$T" && 7z a -tzip -psesame -mem=AES256 locked.zip \
		secret.txt) >/dev/null
	printf 'sesame\n' >"$T/password"
	submit "$ROOT/docs/samples/tip.txt" "$T/locked.zip"
	as desk 5 examine "$ID"
	as desk 0 find "$ID"
	as desk 0 review "$ID" --accept-all
	as desk 0 examine "$ID" --password-fd 7 7<"$T/password"
	as desk 0 find "$ID"
	says '1 new findings say what was decided elsewhere'
	as desk 0 review "$ID" --export "$T/later.json"
	python3 - "$T/later.json" <<'PY' || fail 'a decision did not come over'
import json, sys
fs = [f for f in json.load(open(sys.argv[1]))['items'][-1]['findings']]
known = {f['value']: f['decision'] for f in fs}
assert known == {'mara.lindqvist@example.org': 'redact',
                 'bob.stone@example.org': 'undecided'}, known
PY
	ID=$first
fi

# --- nothing of it disturbs the vault, and an erasure takes it away
as desk 0 rotate
dialogue desk 0 's\n'
expect 0 -C "$V" check
holds
submitted=$ID
ls "$D"/"$submitted".* >/dev/null || fail 'no draft before the erasure'
as desk 0 erase "$submitted" --reason 'asked for'
as two 0 erase "$submitted" --reason 'asked for'
absent "$D"/"$submitted".*
