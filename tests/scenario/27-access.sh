#!/usr/bin/env bash
# Who can read what: from public data alone, now and at any past entry.
. "$(dirname "$0")/lib.sh"
vault
printf 'the tip\n' >"$T/tip.txt"
printf 'more\n' >"$T/more.txt"
submit "$T/tip.txt" "$T/more.txt"; A=$ID
submit "$T/tip.txt"; B=$ID
as desk 0 --json show "$A"
ITEM=$(json items.1.item)
as desk 0 assign "$A" reporter
entry() {	# the number of the newest entry
	expect 0 -C "$V" --json log
	json entry
}
ASSIGNED=$(entry)
key guest
as desk 0 member add "$T/guest.card" --role reporter --name guest
as desk 0 assign "$A" guest --item "$ITEM" --original
GUEST=$(entry)

# rows WORDS: access as rows "name tier item label since state".
rows() {
	expect 0 -C "$V" --json access "$@"
	python3 - "$T/out" >"$T/rows" <<'P'
import json, sys
for r in map(json.loads, open(sys.argv[1])):
    print(r['submission'][:8], r['tier'], r.get('item', 'all'), r['label'],
          r['since'], r['epoch'], r['state'])
P
}
row() {
	grep -qx -e "$*" "$T/rows" || {
		cat "$T/rows" >&2
		fail "no row '$*'"
	}
}
rows "$A"
[ "$(wc -l <"$T/rows")" -eq 8 ] || fail "eight keys: $(cat "$T/rows")"
row "${A:0:8} original all desk 7 1 reads"
row "${A:0:8} release all two 7 1 reads"
row "${A:0:8} working all reporter $ASSIGNED 1 reads"
row "${A:0:8} original $ITEM guest $GUEST 1 reads"
rows
[ "$(wc -l <"$T/rows")" -eq 14 ] || fail 'both submissions'
rows reporter
[ "$(cat "$T/rows")" = "${A:0:8} working all reporter $ASSIGNED 1 reads" ] ||
	fail 'the keys of one member'
expect 0 -C "$V" access "$A"
out_says "original  $ITEM  guest  since entry $GUEST, epoch 1"
expect 0 -C "$V" access auditor
says 'nobody'
[ ! -s "$T/out" ] || fail 'an auditor holds nothing'
expect 1 -C "$V" access nobody; says 'neither'
expect 2 -C "$V" access "$A" "$B"

# It needs no key, and writes nothing.
before=$(find "$V" -newer "$T/rows" -type f | wc -l)
[ "$before" -eq 0 ] || fail 'access wrote into the vault'

# A member that was removed still has the key it was given.
as desk 0 member remove guest
GONE=$(entry)
rows guest
row "${A:0:8} original $ITEM guest $GUEST 1 removed"
expect 0 -C "$V" access guest
out_says "removed in entry $GONE, still has the key it was given until then"

# As it was: by number and by commit; before the member, before the submission.
rows --at "$GUEST" guest
row "${A:0:8} original $ITEM guest $GUEST 1 reads"
rows --at "$ASSIGNED"
[ "$(wc -l <"$T/rows")" -eq 13 ] || fail 'at the entry that assigned'
rows --at "$(git -C "$V" rev-parse main~1)" guest
row "${A:0:8} original $ITEM guest $GUEST 1 reads"
expect 1 -C "$V" access --at "$ASSIGNED" guest; says 'of that time'
expect 1 -C "$V" access --at 3 "$A"; says 'of that time'
expect 0 -C "$V" access --at 3
expect 1 -C "$V" access --at 99999; says 'no entry'
expect 2 -C "$V" access --at zzz; says 'no entry'

# Erased, and nobody has rotated since.
as desk 0 erase "$A" --reason 'asked'
rows "$A"
row "${A:0:8} working all reporter $ASSIGNED 1 reads"
as two 0 erase "$A" --reason 'asked'
ERASED=$(entry)
rows "$A"
row "${A:0:8} working all reporter $ASSIGNED 1 not_rotated"
row "${A:0:8} original $ITEM guest $GUEST 1 removed"
expect 0 -C "$V" access "$A"
out_says "erased in entry $ERASED"
out_says 'can still read it'
rows --at $((ERASED - 1)) "$A"
row "${A:0:8} working all reporter $ASSIGNED 1 reads"
rows "$B"
row "${B:0:8} original all desk 8 1 reads"

# Who rotates leaves it behind; what lives goes along, since the same entry.
as two 0 rotate
as reporter 0 rotate
rows "$A"
row "${A:0:8} original all two 7 1 rotated"
row "${A:0:8} working all reporter $ASSIGNED 1 rotated"
row "${A:0:8} original all desk 7 1 not_rotated"
row "${A:0:8} original $ITEM guest $GUEST 1 removed"
rows "$B"
row "${B:0:8} original all two 8 2 reads"
rows --at "$ERASED" "$A"
row "${A:0:8} original all two 7 1 not_rotated"
expect 0 -C "$V" access "$A"
out_says 'has rotated to epoch 2 since'
says 'rotate --finish'

# A copy that nobody can write to answers as well.
cp -a "$V" "$T/copy"
chmod -R a-w "$T/copy"
expect 0 -C "$T/copy" access "$A"
out_says "erased in entry $ERASED"
holds
