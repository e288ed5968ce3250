#!/usr/bin/env bash
# Drops: sealed without a vault, taken later; each bad one is named, left alone.
. "$(dirname "$0")/lib.sh"
vault
key stranger
mkdir "$T/out.box"
O=$T/out.box
cat "$T/desk.card" >"$T/cards"
printf '# the second desk\n\n  %s  \n' "$(cat "$T/two.card")" >>"$T/cards"
head -c 150000 /dev/urandom >"$T/a.bin"
printf 'hello\n' >"$T/b.txt"

drop_by() {	# drop_by NAME FILES: no vault is named at all
	local who=$1
	shift
	expect 0 -i "$T/$who.key" --json submit "$@" --to "$T/cards" --outbox "$O"
	ID=$(json submission)
}
drop_by intake "$T/a.bin" "$T/b.txt" --message hi
ONE=$ID
[ -f "$O/$ONE.drop/drop" ] && [ -f "$O/$ONE.drop/drop.sig" ] || fail 'no drop'
[ "$(ls "$O")" = "$ONE.drop" ] || fail 'more than a drop in the outbox'
# What lies there is named by its hash, and says nothing.
(cd "$O/$ONE.drop" && for f in $(ls | grep -v drop); do
	[ "$(sha256sum <"$f" | cut -d' ' -f1)" = "$f" ] || exit 1
done) || fail 'a file of the drop is not named by its hash'
! grep -rqF -e hello -e b.txt "$O" || fail 'plaintext in a drop'
# Stock ssh-keygen accepts the signature.
git -C "$V" show main:allowed_signers >"$T/signers"
who=$(sed -n 's/^intake //p' "$O/$ONE.drop/drop")
ssh-keygen -Y verify -f "$T/signers" -I "$who" -n tipline-drop \
	-s "$O/$ONE.drop/drop.sig" <"$O/$ONE.drop/drop" >/dev/null 2>&1 ||
	fail 'ssh-keygen -Y verify'

cp -r "$O" "$T/copy"
before=$(head_of)
as reporter 4 take "$O"
[ "$(head_of)" = "$before" ] || fail 'a reporter took a drop'
drop_by intake "$T/b.txt"
TWO=$ID
as desk 0 --json take "$O"
[ "$(wc -l <"$T/out")" -eq 2 ] || fail 'two were taken'
empty "$O"
as desk 0 --json log
[ "$(python3 -c 'import json, sys
print(len([e for e in map(json.loads, open(sys.argv[1])) if e["event"] == "submit"][0]["submissions"]))' "$T/out")" = 2 ] ||
	fail 'both drops are one entry'
as two 0 open "$ONE" --original -o "$T/opened"
same "$T/a.bin" "$T/opened/001.original"
same "$T/b.txt" "$T/opened/002.original"
before=$(head_of)

# The same drop again, from another stick.
as desk 0 take "$T/copy"
says 'already'
[ "$(head_of)" = "$before" ] || fail 'a drop was taken twice'

# Kept when asked; a drop folder itself can be named; nothing to take is fine.
drop_by intake "$T/b.txt"
as desk 0 take --keep "$O/$ID.drop"
[ -d "$O/$ID.taken" ] && absent "$O/$ID.drop"
as desk 0 take "$O"
says 'no drops'
rm -r "$O/$ID.taken"
as desk 1 take "$T/nowhere"
as desk 2 take

# Bad drops among good ones.
bad() {		# bad WHAT COMMAND...: a fresh drop, spoiled by the command
	drop_by intake "$T/a.bin" "$T/b.txt"
	(cd "$O/$ID.drop" && shift && "$@") || fail "cannot spoil: $1"
	BAD="$BAD $ID"
}
biggest() { ls -S | grep -v drop | head -1; }
flip() { damage "$(biggest)" 5000; }
cut() { truncate -s -1 "$(biggest)"; }
grow() { printf x >>"$(biggest)"; }
lose() { rm "$(biggest)"; }
link() { f=$(biggest); mv "$f" ../moved; ln -s ../moved "$f"; }
pipe() { f=$(biggest); rm "$f"; mkfifo "$f"; }
unsigned() { rm drop.sig; }
swapped() { cp "$T/signers" drop.sig; }
edited() { sed -i 's/^file /file  /' drop; }
renamed() { sed -i 's/original\.large/original.sealed/' drop; }
BAD=
for how in flip cut grow lose link pipe unsigned swapped edited renamed; do
	bad "$how" "$how"
done
drop_by stranger "$T/b.txt"; BAD="$BAD $ID"
drop_by reporter "$T/b.txt"; BAD="$BAD $ID"
drop_by intake "$T/b.txt"
GOOD=$ID
ls "$O" >"$T/before"
timeout 60 "$TIPLINE" -C "$V" -i "$T/desk.key" take "$O" >"$T/out" 2>"$T/err"
[ $? -eq 5 ] || fail 'some refused is exit 5'
out_says "$GOOD"
for ID in $BAD; do
	says "$ID"
	[ -d "$O/$ID.drop" ] || fail "the bad drop $ID was removed"
	out_lacks "$ID"
done
[ "$(grep -c 'left alone' "$T/err")" -eq 12 ] || fail 'twelve are named'
absent "$O/$GOOD.drop"
as desk 0 open "$GOOD" --original -o "$T/good"
same "$T/b.txt" "$T/good/001.original"
expect 0 -C "$V" list
[ "$(wc -l <"$T/out")" -eq 4 ] || fail 'four submissions are in'

# An unfinished drop is nobody's business; its outbox must be there.
mkdir "$T/o2"; mv "$O/$ID.drop" "$T/o2/$ID.drop.part"
as desk 0 take "$T/o2"
[ -d "$T/o2/$ID.drop.part" ] || fail 'an unfinished drop was touched'
expect 1 -i "$T/intake.key" submit "$T/b.txt" --to "$T/cards" --outbox "$T/nobox"
says 'outbox'
expect 1 -i "$T/intake.key" submit "$T/missing" --to "$T/cards" --outbox "$T/copy"
expect 2 -i "$T/intake.key" submit "$T/b.txt" "$T/o2" --to "$T/cards" --outbox "$T/copy"
printf '# nobody\n' >"$T/nobody"
expect 1 -i "$T/intake.key" submit "$T/b.txt" --to "$T/nobody" --outbox "$T/copy"
empty "$T/copy"

# Somebody left the desk while a drop was on its way: it is not lost, and who
# left gets none of its keys.
key three
as desk 0 member add "$T/three.card" --role desk --name three
mkdir "$T/late"
cat "$T/desk.card" "$T/three.card" >"$T/both"
expect 0 -i "$T/intake.key" --json submit "$T/b.txt" --to "$T/both" --outbox "$T/late"
LATE=$(json submission)
cp "$T/three.card" "$T/gone"
expect 0 -i "$T/intake.key" --json submit "$T/b.txt" --to "$T/gone" --outbox "$T/late"
ALONE=$(json submission)
expect 0 key card "$T/three.key" --json
THREE=$(json fingerprint)
as desk 0 member remove "$THREE"
as desk 5 take "$T/late"
out_says "$LATE"
says "$ALONE"
says 'nobody who is of the desk'
[ -d "$T/late/$ALONE.drop" ] || fail 'the drop that cannot be read was removed'
as desk 0 open "$LATE" --original -o "$T/late.d"
same "$T/b.txt" "$T/late.d/001.original"
git -C "$V" ls-tree -r --name-only main | grep "$LATE" >"$T/names"
! grep -q "$THREE" "$T/names" || fail 'who left the desk got a key'
holds
