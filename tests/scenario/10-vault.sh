#!/usr/bin/env bash
# A vault in everyday use: submit, list, show, assign, open, log, audit.
. "$(dirname "$0")/lib.sh"

locked boss
expect 0 -C "$V" -i "$T/boss.key" init "$V" --approvals 2 --clock second
out_says "made $V"
rm -rf "$V"
vault

head -c 100 /dev/urandom >"$T/small.bin"
head -c 200000 /dev/urandom >"$T/large.bin"	# over PATH_SEALED_MAX
: >"$T/empty"
printf 'Ask for Dana at the north gate.\n' >"$T/note.txt"
submit "$T/small.bin" "$T/large.bin" "$T/empty" "$T/note.txt" \
	--message 'Meet me — bring the boxes.' --channel 'desk, by hand'
NAME=$(json name)
[ "$(python3 -c 'import json, sys
print([i["size"] for i in json.loads(sys.stdin.read())["items"]])' \
	<"$T/out")" = "[100, 200000, 0, 32, 28]" ] || fail 'sizes in the answer'

# With a key that may: channel and names.  Without: neither.
as desk 0 list
out_says "$NAME"
out_says 'desk, by hand'
out_says '5 items'
expect 0 -C "$V" list
out_says "$NAME"
out_lacks 'by hand'
as analyst 0 list
out_lacks 'by hand'
as desk 0 show "$NAME"
out_says 'large.bin'
out_says '200000 bytes'
out_says 'Meet me — bring the boxes.'
out_says 'desk'
expect 0 -C "$V" show "${ID:0:6}"
out_lacks 'large.bin'
out_says 'original'
expect 0 -C "$V" --json show "$ID"
[ "$(json state)" = new ] || fail 'the state'
! grep -q -e large.bin -e 'by hand' "$T/out" || fail 'names without a key'

# The desk opens originals: bit for bit, in the order they came.
as desk 0 open "$ID" --original -o "$T/orig"
same "$T/small.bin" "$T/orig/001.original"
same "$T/large.bin" "$T/orig/002.original"
same "$T/empty" "$T/orig/003.original"
same "$T/note.txt" "$T/orig/004.original"
printf 'Meet me — bring the boxes.' | cmp -s - "$T/orig/005.original" ||
	fail 'the message'
grep -q 'large.bin' "$T/orig/manifest.txt" || fail 'no name in manifest.txt'
[ "$(stat -c %a "$T/orig" "$T/orig/001.original" | tr '\n' ' ')" = '700 600 ' ] ||
	fail 'modes of what was opened'
[ "$(ls -A "$T/orig" | wc -l)" -eq 6 ] || fail 'more than was meant'
(cd "$T" && mkdir cwd && cd cwd &&
	"$TIPLINE" -C "$V" -i "$T/two.key" open "$ID" --original >/dev/null &&
	cmp -s "$T/cwd/$NAME/001.original" "$T/small.bin") ||
	fail 'two does not open into ./NAME'

# Nothing is overwritten.
as desk 1 open "$ID" --original -o "$T/orig"
says 'not empty'
as desk 1 open "$ID" --original -o "$T/note.txt"
says 'is a file'
same "$T/note.txt" "$T/orig/004.original"

# Before the examination there is no clean copy to open.
as desk 1 open "$ID" -o "$T/early"
says 'tipline examine'
absent "$T/early"

# No grant, no folder.
for who in reporter analyst auditor intake; do
	as $who 4 open "$ID" --original -o "$T/none"
	as $who 4 open "$ID" -o "$T/none"
	absent "$T/none"
done

# Assigning: one item, then all; reporters yes, analysts never.
ITEM=$(as desk 0 --json show "$ID"; json items.1.item)
as desk 0 assign "$ID" reporter --item "$ITEM" --original
as reporter 0 open "$ID" --original -o "$T/one"
same "$T/large.bin" "$T/one/"*.original
[ "$(ls -A "$T/one" | wc -l)" -eq 1 ] || fail 'a grant of one item opens more'
as desk 0 assign "$ID" reporter
before=$(head_of)
as desk 0 assign "$ID" reporter
out_says already
as desk 4 assign "$ID" analyst
says 'release'
as desk 4 assign "$ID" analyst --original
as desk 4 assign "$ID" auditor
as reporter 4 assign "$ID" reporter --original
as two 1 assign "$ID" nobody
[ "$(head_of)" = "$before" ] || fail 'a refused assign made an entry'

as desk 0 log
out_says 'submit'
out_says 'assign'
out_says 'member-add'
as desk 0 --json log
[ "$(json event)" = assign ] || fail 'the newest entry comes first'
[ "$(json time)" = "$(date -u +%F)" ] || fail 'times are rounded to the day'
[ "$(wc -l <"$T/out")" -eq 9 ] || fail 'nine entries'
expect 0 -C "$V" --json audit
[ "$(json verdict)" = holds ] || fail 'the verdict'
holds
