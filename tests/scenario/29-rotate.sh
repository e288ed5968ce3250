#!/usr/bin/env bash
# Rotation: what is kept while drops are on their way, what is told about those
# that came too late, who wins a race, what a killed run leaves, and how another
# desk member helps after a lost key.
. "$(dirname "$0")/lib.sh"
: "${ROTATE_KILLS:=12}"
locked desk
vault
printf 'the tip\n' >"$T/tip"
mkdir "$T/box"
old=$(cat "$T/desk.card")

# With intake in the vault the old secret waits for its drops.
submit "$T/tip"; A=$ID
drop() {	# drop CARDS...: one more drop in the box
	cat "$@" >"$T/cards"
	expect 0 -i "$T/intake.key" --json submit "$T/tip" --to "$T/cards" \
		--outbox "$T/box"
	ID=$(json submission)
}
drop "$T/desk.card"; early=$ID
as desk 0 rotate
says 'rotate --finish'; out_says 'epoch 2: 3 grants'; out_says 'kept'
card_of desk
[ "$(cat "$T/desk.card")" != "$old" ] || fail 'the card is the old one'
as desk 0 rotate; out_says 'epoch 2: 0 grants'	# nothing new is begun
as desk 0 take "$T/box"
says 'an epoch of this key that has ended'
as desk 0 open "$early" --original -o "$T/early"
same "$T/tip" "$T/early/001.original"
as desk 0 --json rotate --finish
[ "$(json resealed)" = 3 ] && [ "$(json epochs_held)" = 1 ] ||
	fail 'what came meanwhile is sealed again, and the old secret gone'
as desk 0 open "$early" --original -o "$T/early2"
as desk 0 open "$A" --original -o "$T/a"
[ "$(stat -c %a "$T/desk.key")" = 600 ] || fail 'mode of the key file'
[ -z "$(find "$T" -name '.*.old')" ] || fail 'something is left beside it'
expect 12 -C "$V" -i "$T/desk.key" list --passphrase-fd 3 3<<<'another phrase'

# Too late: it is taken, and who can open it is told.
echo "$old" >"$T/old.card"
drop "$T/old.card" "$T/two.card"; late=$ID
as desk 0 take "$T/box"
says 'no longer holds'; says 'two can open it'
as desk 12 open "$late" --original -o "$T/never"; says 'epoch 1'
absent "$T/never"
as two 0 assign "$late" desk --original
as desk 0 open "$late" --original -o "$T/late"
drop "$T/old.card"; lost=$ID
as desk 0 take "$T/box"
says 'it cannot be opened'
as two 0 rotate
drop "$T/old.card" "$T/two.card"
cp "$T/two.card" "$T/two.old"
card_of two
as desk 0 take "$T/box"
as two 0 rotate --finish
# Grants that nobody's key opens keep no secret alive, and are counted.
as desk 0 --json rotate --finish
as desk 0 --json rotate
[ "$(json unopened)" -ge 2 ] || fail 'the lost ones are counted'
as desk 0 rotate --finish
holds

# A copy of the key file that was left behind is told so, and changes nothing.
cp "$T/two.key" "$T/copy.key"
as two 0 rotate
as two 0 rotate --finish
before=$(sha256sum "$T/copy.key")
as copy 12 rotate; says 'another copy of this key file has rotated'
[ "$(sha256sum "$T/copy.key")" = "$before" ] || fail 'the copy was changed'
# What a killed run left beside the key file is overwritten and removed.
cp "$T/copy.key" "$T/.two.key.old"
as two 0 rotate
absent "$T/.two.key.old"
as two 0 rotate --finish
# Who may not write it has no rotation.
as analyst 0 rotate
as auditor 0 rotate
expect 10 -i "$T/desk.key" rotate
as desk 2 rotate --now
key stranger
as stranger 4 rotate

# A submission straight into the vault is sealed to the epoch of the moment
# when it becomes an entry, whoever rotated while it was read.
mkfifo "$T/slow"
"$TIPLINE" -C "$V" -i "$T/intake.key" --json submit "$T/slow" >"$T/answer" \
	2>"$T/answer.err" &
pid=$!
exec 8>"$T/slow"
echo 'read before' >&8
as desk 0 rotate
as desk 0 rotate --finish
echo 'and after' >&8
exec 8>&-
wait $pid || fail "the slow one: $(cat "$T/answer.err")"
cp "$T/answer" "$T/out"
ID=$(json submission)
as desk 0 open "$ID" --original -o "$T/slow.opened"
printf 'read before\nand after\n' | same - "$T/slow.opened/001.original"

# Killed anywhere, it is gone on with.
tl -C "$V" -i "$T/desk.key" member remove intake >"$T/out" 2>"$T/err" ||
	fail 'remove intake'
for i in $(seq "$ROTATE_KILLS"); do
	"$TIPLINE" -C "$V" -i "$T/two.key" rotate >/dev/null 2>&1 &
	pid=$!
	sleep "0.$(printf %03d $((RANDOM % 120)))"
	kids=$(pgrep -P $pid)
	# shellcheck disable=SC2086
	kill -9 $pid $kids 2>/dev/null
	wait $pid 2>/dev/null
done
as two 0 rotate
as two 0 --json rotate --finish
[ "$(json epochs_held)" = 1 ] || fail 'old secrets are left'
[ -z "$(find "$T" -name '.*.old')" ] || fail 'something is left beside it'
as two 0 open "$A" --original -o "$T/killed"
same "$T/tip" "$T/killed/001.original"
holds

# Two at once: one does it, the other waits for another time.
"$TIPLINE" -C "$V" -i "$T/two.key" rotate >/dev/null 2>"$T/first.err" &
pid=$!
"$TIPLINE" -C "$V" -i "$T/two.key" rotate >/dev/null 2>"$T/second.err"
second=$?
wait $pid
first=$?
case "$first $second" in
'0 0' | '0 11' | '11 0') ;;
*) fail "two at once: exits $first and $second" ;;
esac
as two 0 open "$A" --original -o "$T/both"

# A lost key: all of it again, by another of the desk, for a new one.
as desk 0 assign "$A" reporter
as desk 0 assign "$early" reporter --original
rm "$T/reporter.key"
key fresh
as desk 0 member add "$T/fresh.card" --role reporter --name fresh
as fresh 4 open "$A" -o "$T/never"
as reporter 1 list
as desk 0 --json member regrant fresh --like reporter
[ "$(json granted)" = 2 ] && [ "$(json unopened)" = 0 ] || fail 'two grants'
as fresh 0 open "$early" --original -o "$T/fresh"
same "$T/tip" "$T/fresh/001.original"
as desk 0 member regrant fresh --like reporter; out_says '0 keys granted, 2'
as desk 0 member regrant analyst --like reporter; out_says '2 not for its roles'
as fresh 4 member regrant fresh --like reporter
as desk 2 member regrant fresh
as desk 2 member regrant fresh --like fresh
as desk 4 member regrant auditor --like reporter
key three
as desk 0 member add "$T/three.card" --role desk --name three
as two 5 --json member regrant three --like desk
says 'another desk member'
as two 0 open "$A" --original -o "$T/t2"
as three 0 open "$A" --original -o "$T/t3"
same "$T/t2/001.original" "$T/t3/001.original"
holds
