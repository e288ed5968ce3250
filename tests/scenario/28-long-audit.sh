#!/usr/bin/env bash
# A long history is audited in parts: the answer is that of one walk.
. "$(dirname "$0")/lib.sh"

n=${TIPLINE_AUDIT_ENTRIES:-2100}
key desk
expect 0 -i "$T/desk.key" init "$V"
"$TIPLINE_BUILD/tests/generate" -i "$T/desk.key" -n "$n" -d 40 "$V" ||
	fail 'no vault'
rm "$V/remembered"
holds
out_says "$((n + 1)) entries"
out_says "$n submissions"
[ -s "$V/remembered" ] || fail 'it remembers nothing'
cp "$V/remembered" "$T/first"
holds
same "$V/remembered" "$T/first"

# --- damage on both sides of where the parts meet: both told, oldest first,
# with their numbers in the whole of it, and nothing else.
early=$((n / 7)) late=$((n - 5))
git -C "$V" rev-list --reverse main >"$T/entries"
for entry in $early $late; do
	commit=$(sed -n "${entry}p" "$T/entries")
	git -C "$V" diff-tree -r --no-commit-id "$commit" |
		awk '$6 ~ /drop$/ { print $4 }' >>"$T/blobs"
done
[ "$(wc -l <"$T/blobs")" -eq 2 ] || fail 'two blobs'
pack=$(ls -S "$V"/objects/pack/*.pack | head -1)	# not that of the first entry
git -C "$V" verify-pack -v "$pack" >"$T/places"
chmod u+w "$pack"
while read -r blob; do
	at=$(awk -v b="$blob" '$1 == b { print $5 }' "$T/places")
	damage "$pack" $((at + 60))
done <"$T/blobs"
expect 3 -C "$V" --json audit
python3 - "$T/out" $early $late "$n" <<'P' || fail 'the findings'
import json, sys
lines = [json.loads(l) for l in open(sys.argv[1])]
early, late, n = map(int, sys.argv[2:])
assert lines[0]['verdict'] == 'broken', lines[0]
assert lines[0]['entries'] == n + 1, lines[0]
told = [l['entry'] for l in lines[1:]]
assert told == sorted(told), told
assert set(told) == {early, late}, told
assert {l['weight'] for l in lines[1:]} == {'broken'}, lines
P
same "$V/remembered" "$T/first"
