#!/usr/bin/env bash
# A release for another newsroom is a drop: sealed to its card, on record in the
# vault that it left, and taken by those alone who say whose work they trust.
. "$(dirname "$0")/lib.sh"

vault
printf 'Mara Lindqvist met Teodor Vance.\nWrite to quietgull@example.org today.\n' >"$T/note.txt"
printf '<!DOCTYPE html><html><body><p>Mara Lindqvist called.</p></body></html>\n' >"$T/page.html"
printf 'Mara Lindqvist\nTeodor Vance\n' >"$T/names"
submit "$T/note.txt" "$T/page.html" --channel harbour-box
as desk 0 examine "$ID"
as desk 0 find "$ID" --watchlist "$T/names"
as desk 0 review "$ID" --accept-all
as two 0 approve "$ID"

note "the other newsroom"
for m in chief second box stranger; do key $m; done
there=$T/there
other() {	# other WHO EXIT WORDS: in their vault
	local who=$1 want=$2
	shift 2
	expect "$want" -C "$there" -i "$T/$who.key" "$@"
}
expect 0 -i "$T/chief.key" init "$there" --name chief
other chief 0 member add "$T/second.card" --role desk --name second
other chief 0 member add "$T/box.card" --role intake --name box

note "it leaves"
mkdir "$T/outbox"
as analyst 4 release "$ID" --to "$T/chief.card" --outbox "$T/outbox"
as desk 1 release "$ID" --to "$T/chief.card" --outbox "$T/none"
as desk 1 release "$ID" --to "$T/names" --outbox "$T/outbox"
empty "$T/outbox"
before=$(head_of)
as desk 0 --json release "$ID" --to "$T/chief.card" --outbox "$T/outbox"
[ "$(json release) $(json files) $(json partners)" = '1 2 1' ] || fail 'the answer'
[ "$(git -C "$V" rev-list --count "$before"..main)" = 1 ] || fail 'it is not one entry'
drop=$(ls -d "$T"/outbox/*.drop) || fail 'no drop'
sum=$(sha256sum "$drop/drop" | cut -d' ' -f1)
git -C "$V" ls-tree -r --name-only main | grep -q '/partners/1\.' || fail 'nobody is on record'
[ "$(git -C "$V" cat-file -p "main:$(git -C "$V" ls-tree -r --name-only main | grep /partners/)")" = "drop $sum" ] ||
	fail 'the record does not name the drop'
holds
! grep -rqE 'Lindqvist|quietgull|harbour|note|page' "$drop" || fail 'something is in clear'
# Nobody of the first vault but the signer opens anything with it, nor does it
# say from which submission it comes.
! grep -rq "$ID" "$drop" || fail 'the drop names the submission it comes from'

note "it is taken by whoever trusts it"
other chief 5 take "$T/outbox" --keep
says 'is no member with the role intake'
says '--from'
other chief 5 take "$T/outbox" --keep --from "$T/stranger.card"
other box 4 take "$T/outbox" --keep --from "$T/desk.card"
[ -d "$drop" ] || fail 'a drop that was refused is gone'
cp -r "$T/outbox" "$T/changed"
f=$(find "$T/changed" -type f -size +300c ! -name 'drop*' | head -1)
damage "$f" 200
other chief 5 take "$T/changed" --from "$T/desk.card"
says 'not what was signed'
other second 0 --json take "$T/outbox" --from "$T/desk.card"
NEW=$(json submission)
fpr=$(json from)
[ ${#fpr} = 64 ] || fail 'it does not say from whom'
empty "$T/outbox"
expect 0 -C "$there" audit
out_says 'the history holds'
other chief 0 show "$NEW"
out_says 'channel: partner'
out_says 'came from outside'
other second 4 open "$NEW" --original -o "$T/no"
other chief 0 open "$NEW" --original -o "$T/got"
python3 - "$T/got" "$T/tree" <<'PY' || fail 'the names'
import os, shutil, sys
os.mkdir(sys.argv[2])
names = {}
for line in open(os.path.join(sys.argv[1], 'manifest.txt')):
    part = line.rstrip('\n').split('\t')
    if len(part) == 5:
        shutil.copy(os.path.join(sys.argv[1], part[0]), os.path.join(sys.argv[2], part[4]))
PY
ls "$T/tree" | tr '\n' ' ' >"$T/out"
[ "$(cat "$T/out")" = '001.txt 002.html entities.ftm.json manifest.json ' ] || fail "it holds $(cat "$T/out")"
python3 "$ROOT/tests/scenario/ftm_check.py" "$T/tree" >"$T/out" 2>"$T/err" || fail 'what they got does not hold'
! grep -riqE 'lindqvist|vance|quietgull|harbour-box' "$T/tree" || fail 'something that was taken out is in it'

note "the same drop once more, and a second release"
cp -r "$T/changed" "$T/again"
other chief 0 take "$T/again" --from "$T/desk.card"
says 'is in the vault already'
as desk 0 release "$ID" --to "$T/chief.card" --outbox "$T/outbox"
other chief 0 take "$T/outbox" --from "$T/desk.card"
out_says 'from outside'
[ "$(git -C "$there" log --format=%s main | grep -c '^submit: ')" = 2 ] || fail 'two submissions'

note "an analyst has nothing of it; a recall names the partner"
as analyst 4 open "$ID" -o "$T/no"
as desk 0 show "$ID"
out_says 'to the partner'
as desk 0 recall "$ID" --release 1
out_says 'must be told'
holds
