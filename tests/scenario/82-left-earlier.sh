#!/usr/bin/env bash
# A value that is redacted here and was left in a release that is out is told.
. "$(dirname "$0")/lib.sh"

out() {	# out NAME TEXT LIST: submit, redact what the list says, release
	printf '%s\n' "$2" >"$T/$1.txt"
	printf '%s\n' "$3" >"$T/$1.list"
	submit "$T/$1.txt"
	as desk 0 examine "$ID"
	as desk 0 watchlist "$ID" --set "$T/$1.list"
	as desk 0 find "$ID" --only EMAIL
	as desk 0 review "$ID" --accept-all
	as two 0 approve "$ID"
	as desk 0 release "$ID" --to analyst
}

vault
out one 'Zofia Quenneville and zofia quenneville met Omar Trellisworth.' 'Omar Trellisworth'
one=$ID
! grep -q 'left in' "$T/out" || fail 'something was left before anything was'
out two 'Omar Trellisworth wrote to Zofia Quenneville.' 'Zofia Quenneville'
two=$ID
out_says 'left in '
out_says 'release 1, 001.txt, byte 0: WATCHLIST [NAME-1], as it stood in the original, 2 times'
says 'was left in earlier releases'
[ "$(grep -c 'left in' "$T/out")" -eq 1 ] || fail 'more is told than was left'

as desk 4 verify "$two" --across
out_says '2 times'
as desk 4 --json verify "$two" --across
grep -q "\"submission\":\"$one\",\"release\":1,\"left\":{\"place\":\"001.txt\"" "$T/out" ||
	fail 'JSON does not say where'
# What was redacted there is not left there; the other way round it is.
as desk 4 verify "$one" --across
grep -q '"count"' "$T/out" && fail 'JSON without --json'
out_says 'release 1'
! grep -qi 'quenneville\|trellisworth' "$T/out" "$T/err" ||
	fail 'the value itself is told'

# A release that was recalled is out of the way.
as desk 0 recall "$one"
as desk 0 verify "$two" --across

# Many small releases: every text is read once.  TIPLINE_ACROSS says how many.
n=${TIPLINE_ACROSS:-6}
for i in $(seq "$n"); do
	printf 'Note %d. Nadir Vanterpool called.\n' "$i" >"$T/n$i.txt"
done
if [ "$n" -gt 0 ]; then
	printf 'nobody at all\nNote*\n' >"$T/many.list"
	for i in $(seq "$n"); do
		submit "$T/n$i.txt"
		as desk 0 examine "$ID"
		as desk 0 watchlist "$ID" --set "$T/many.list"
		as desk 0 find "$ID" --only EMAIL
		as desk 0 review "$ID" --accept-all
		as two 0 approve "$ID"
		as desk 0 release "$ID" --to analyst
	done
	out last 'Nadir Vanterpool called again.' 'Nadir Vanterpool'
	[ "$(grep -c 'left in' "$T/out")" -eq "$n" ] ||
		fail "$(grep -c 'left in' "$T/out") of $n releases are told"
	began=$(date +%s%N)
	as desk 4 verify "$ID" --across
	note "$n releases looked at in $((($(date +%s%N) - began) / 1000000)) ms"
fi
