#!/usr/bin/env bash
# Watchlists that are sealed in the vault, and values that are known once: who
# can read the lists, and what find makes of them.
. "$(dirname "$0")/lib.sh"
vault

mkdir "$T/in"
printf 'Zespol: pan Wierzbickiego widziano w porcie.\n' >"$T/in/one.txt"
printf 'Kontakt: tadeusz.zawadzki@example.org, 600 700 800.\n' >"$T/in/two.txt"
printf 'Rozmowa z Zawadzkim; numer 600-700-800. Q u i n t e r a\n' \
	>"$T/in/three.txt"
submit "$T"/in/*.txt
as desk 0 examine

# Nothing there yet: shown as nothing.
as desk 0 watchlist
empty_out() { [ ! -s "$T/out" ] || fail "not empty: $(cat "$T/out")"; }
empty_out
as desk 0 watchlist "$ID"
empty_out

# A list that cannot be read is refused whole, by its line.
printf 'fine\n***\n' >"$T/bad"
before=$(head_of)
as desk 1 watchlist --set "$T/bad"
says 'line 2'
[ "$(head_of)" = "$before" ] || fail 'a refused list made an entry'

printf '# people\nPERSON: Adam Wierzbicki\n' >"$T/list"
as desk 0 watchlist --set "$T/list"
printf 'Quintera\n' >"$T/own"
as desk 0 watchlist "$ID" --set "$T/own"
printf 'Nobody Atall\n' | as desk 0 watchlist "$ID" --add -
as desk 0 watchlist "$ID"
out_says 'Quintera'
out_says 'Nobody Atall'
holds

# Who is of the desk reads them, and nobody else; no word of them is in clear.
as two 0 watchlist
out_says 'PERSON: Adam Wierzbicki'
as two 0 watchlist "$ID"
for m in reporter analyst auditor intake; do
	as "$m" 4 watchlist
done
! grep -rqa 'Wierzbicki\|Quintera' "$V" || fail 'a list lies there in clear'

# find uses both, and what one item tells is looked for in the others.
as two 0 find "$ID"
as two 0 review "$ID" --export "$T/plan.json"
python3 - "$T/plan.json" <<'PY' || fail 'the plan'
import json, sys
found = {f['value']: f for i in json.load(open(sys.argv[1]))['items']
         for f in i['findings']}
for value, kind in (('Wierzbickiego', 'WATCHLIST'), ('Zawadzkim', 'PERSON'),
                    ('600-700-800', 'PHONE'), ('Q u i n t e r a', 'WATCHLIST')):
    assert value in found and found[value]['kind'] == kind, (value, found)
assert 'elsewhere' in found['Zawadzkim']['why'], found['Zawadzkim']
PY

# Decisions stay when it runs again, and nothing is told twice.
as two 0 review "$ID" --accept-all
before=$(head_of)
as two 0 find "$ID"
[ "$(head_of)" = "$before" ] || fail 'find again changed the plan'

# Who comes to the desk later can read the vault's list at once; who rotates
# still can, and what comes in later is searched for it.
key third
as desk 0 member add "$T/third.card" --role desk --name third
as third 0 watchlist
out_says 'Wierzbicki'
as desk 0 rotate
as desk 0 rotate --finish
as desk 0 watchlist
out_says 'Wierzbicki'
as desk 0 access
out_says 'working'
printf 'Tadeusza Bobera i Adama Wierzbickiego nie bylo.\n' >"$T/in/four.txt"
submit "$T/in/four.txt"
as desk 0 examine
as third 0 --json find "$ID"
[ "$(json undecided)" -ge 1 ] || fail 'the list was not used'

# In a container what one document tells is looked for in those before it.
(cd "$T/in" && zip -q ../family.zip three.txt two.txt)
expect 0 redact "$T/family.zip" -o "$T/out.d"
unzip -p "$T/out.d/family.zip" >"$T/family" 2>/dev/null ||
	unzip -p "$T"/out.d/*.zip >"$T/family"
for gone in Zawadzki zawadzki 600-700-800; do
	! grep -q "$gone" "$T/family" || fail "$gone: $(cat "$T/family")"
done
grep -q 'Rozmowa z \[PERSON-' "$T/family" || fail "too much went: $(cat "$T/family")"

# It is no submission, and nobody can erase it.
as desk 0 list --all
[ "$(grep -c -- - "$T/out")" -ge 2 ] || fail 'two submissions are not listed'
! grep -q zuzuz "$T/out" || fail 'the shelf is listed'
as desk 1 erase ffffffff --reason 'no reason'
as desk 0 watchlist --clear
as two 0 watchlist
empty_out
holds
note 'watchlists of the vault and of a submission, and what one item tells'
