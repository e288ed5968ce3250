#!/usr/bin/env bash
# Two people decide on the same plan at once: neither destroys the other's work,
# and what is released is the plan that was signed.
. "$(dirname "$0")/lib.sh"
vault
submit "$ROOT/docs/samples/tip.txt"
as desk 0 examine "$ID"
as desk 0 find "$ID"

# The first window waits at its prompt while the second decides and signs.
mkfifo "$T/typed"
tl -C "$V" -i "$T/desk.key" review "$ID" <"$T/typed" >"$T/first" 2>&1 &
first=$!
exec 8>"$T/typed"
for i in $(seq 100); do
	grep -q 'Signal' "$T/first" 2>/dev/null && break
	sleep 0.1
done
as two 0 review "$ID" --accept-all
before=$(head_of)
printf 'k\nk\nk\nk\nk\nk\nk\nk\nk\n' >&8
exec 8>&-
wait $first
[ $? -eq 11 ] || { cat "$T/first"; fail 'the first window did not end with 11'; }
grep -q 'somebody else changed the plan' "$T/first" || fail 'no line says why'
[ "$(head_of)" = "$before" ] || fail 'the first window made an entry'

# Looked at again, the decisions of the second stand, and can be signed.
as desk 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/analyst"
! grep -q 'quietgull' "$T/analyst/001.txt" || fail 'the kept value was released'
holds
