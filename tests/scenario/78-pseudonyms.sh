#!/usr/bin/env bash
# Names of a list stand for persons: the same for one person in every form,
# nobody else's, none that stands in the texts; and so after they were stored.
. "$(dirname "$0")/lib.sh"

mkdir "$T/in" "$T/made"
cat >"$T/in/note.txt" <<'E'
Mr Jan Kowalski called on Monday. Reed was not there.
Ms Ewa Nowak answered. Pan Piotr Zieliński podziękował Janowi Kowalskiemu.
E
printf '# people\nSam Reed\nAlex Moss\nLou Finch\n' >"$T/names"
expect 0 redact "$T/in/note.txt" --accept PERSON --pseudonyms "$T/names" \
	-o "$T/made"
note "$(tr '\n' ' ' <"$T/made/note.txt")"
grep -qE 'Kowalsk|Reed was' "$T/made/note.txt" && grep -q 'Sam Reed' \
	"$T/made/note.txt" && fail 'a name that somebody has was given'
[ "$(grep -o 'Alex Moss' "$T/made/note.txt" | wc -l)" -eq 2 ] ||
	fail 'two forms of one name'
grep -q 'Lou Finch' "$T/made/note.txt" || fail 'the second person'
! grep -qE 'Kowalsk|Zieli' "$T/made/note.txt" || fail 'a name is still there'

printf 'Alex [Moss]\n' >"$T/bad"
expect 1 redact "$T/in/note.txt" --pseudonyms "$T/bad" -o "$T/made2"
says 'line 1 of the names'

# In a vault the list is kept with the plans, sealed.
vault --approvals 1
submit "$T/in/note.txt"
as desk 0 examine "$ID"
as desk 0 find "$ID" --pseudonyms "$T/names"
as desk 0 review "$ID" --export "$T/plan"
python3 - "$T/plan" <<'PY' || fail 'the plan'
import json, sys
plan = json.load(open(sys.argv[1]))['items'][0]
assert plan['pseudonyms'] == ['Sam Reed', 'Alex Moss', 'Lou Finch'], plan
people = {f['value']: f['label'] for f in plan['findings']
          if f['kind'] == 'PERSON'}
named = {n: l for n, l in people.items() if 'Kowalsk' in n}
assert len(named) == 2 and set(named.values()) == {'Alex Moss'}, people
assert all(f['show'] == 'pseudonym' for f in plan['findings']
           if f['kind'] == 'PERSON')
PY
as desk 0 review "$ID" --accept-all
as desk 0 review "$ID" --export "$T/plan2"
python3 - "$T/plan" "$T/plan2" <<'PY' || fail 'a label is another one now'
import json, sys
a, b = ({(f['kind'], f['start']): f['label'] for f in
         json.load(open(p))['items'][0]['findings']} for p in sys.argv[1:])
assert all(b[k] == v for k, v in a.items()), (a, b)
PY
