#!/usr/bin/env bash
# A submit that could not tell the id is run again: the same files get the id
# they have, other ones a new one, and what was told may come in twice.
. "$(dirname "$0")/lib.sh"
[ -c /dev/full ] || skip 'no /dev/full'
vault
printf 'a tip\n' >"$T/tip"
head -c 300000 /dev/urandom >"$T/large"

# untold WORDS: a submit whose answer nobody gets to read.
untold() {
	"$TIPLINE" -C "$V" -i "$T/desk.key" submit "$@" >/dev/full 2>"$T/err"
	[ $? -eq 1 ] || fail "untold: $*"
	grep -q 'nothing was submitted' "$T/err" && fail 'it says that nothing came in'
	[ "$(ls "$V/untold" | wc -l)" -eq 1 ] || fail 'no note of it'
}
# count N: so many submissions are there.
count() {
	local n
	n=$(git -C "$V" ls-tree -r --name-only main | grep -c '/drop$')
	[ "$n" -eq "$1" ] || fail "$n submissions, not $1"
}

untold "$T/tip" "$T/large" --message 'by night'
count 1
UNTOLD=$(ls "$V/untold")

# Others do not fit: another content of that length, name, order, message, channel.
cp "$T/large" "$T/as-it-was"
damage "$T/large" 299999
submit "$T/tip" "$T/large" --message 'by night'
[ "$ID" != "$UNTOLD" ] || fail 'other bytes got the id'
cp "$T/as-it-was" "$T/large"
submit "$T/large" "$T/tip" --message 'by night'
submit "$T/tip" "$T/large" --message 'by day'
submit "$T/tip" "$T/large" --message 'by night' --channel other
submit "$T/tip" "$T/as-it-was" --message 'by night'
submit "$T/tip" - --message 'by night' <"$T/large"
count 7
[ "$(ls "$V/untold")" = "$UNTOLD" ] || fail 'the note went too early'
# Nor may somebody find it who cannot open it.
as intake 0 --json submit "$T/tip" "$T/large" --message 'by night'
[ "$(json submission)" != "$UNTOLD" ] || fail 'intake was told of it'
count 8

# The same again: the id it has, no copy.  Then it is told, and comes in anew.
submit "$T/tip" "$T/large" --message 'by night'
[ "$ID" = "$UNTOLD" ] || fail "another id: $ID"
says 'came in before'
count 8
empty "$V/untold"
as desk 0 open "$ID" --original -o "$T/opened"
same "$T/large" "$T/opened/002.original"
submit "$T/tip" "$T/large" --message 'by night'
[ "$ID" != "$UNTOLD" ] || fail 'a second submission got the first id'
count 9

# One that never came in leaves no note; an old note goes by itself.
touch "$V/untold/00000000000000000000000000000000"
submit "$T/tip"
empty "$V/untold"
untold "$T/tip" --message 'long ago'
touch -d '8 days ago' "$V/untold/"*
submit "$T/tip" --message 'long ago'
empty "$V/untold"
count 12
holds
