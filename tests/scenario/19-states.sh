#!/usr/bin/env bash
# Everybody sees where a submission stands; the working tier opens for those it
# was assigned to, under names that say nothing.
. "$(dirname "$0")/lib.sh"
for p in worker redact; do
	[ -x "$LIBEXEC/tipline-$p" ] || skip "tipline-$p is not built"
done
vault
printf 'Call +44 20 7946 0018 or write to dana@example.org.\n' >"$T/secretname.txt"
submit "$T/secretname.txt" --message 'From a friend.'

state() {
	expect 0 -C "$V" --json list
	[ "$(json state)" = "$1" ] || fail "the state is $(json state), not $1"
}
state new
as desk 0 examine "$ID"; state examined
as desk 0 assign "$ID" reporter; state examined
as reporter 0 --json open "$ID" -o "$T/rep"
[ "$(json tier)" = working ] || fail 'the tier'
[ "$(ls "$T/rep" | grep -c '^00[12]\(\.text\)\?\.txt$')" -eq 4 ] ||
	fail "names: $(ls "$T/rep")"
cat "$T"/rep/* | grep -q -F 'dana@example.org' || fail 'the working copy'
as reporter 0 show "$ID"
out_lacks secretname
as desk 0 find "$ID"; state planned
as desk 0 review "$ID" --accept-all; state decided
as analyst 4 open "$ID" -o "$T/early"
absent "$T/early"
as two 0 approve "$ID"; state approved
as desk 0 release "$ID" --to analyst; state released
as analyst 0 --json open "$ID" -o "$T/an"
[ "$(json tier)" = release ] || fail 'the tier of an analyst'
[ "$(ls "$T/an" | tr '\n' ' ')" = '001.txt 002.txt entities.ftm.json manifest.json ' ] ||
	fail "names: $(ls "$T/an")"
! grep -rq -e dana@ -e 7946 -e secretname "$T/an" || fail 'a value was left'
ITEM=$(as analyst 0 --json show "$ID"; json items.0.item)
as analyst 0 open "$ID" --item "$ITEM" -o "$T/an1"
[ "$(ls "$T/an1" | wc -l)" -eq 2 ] || fail 'one item and the manifest'
holds
