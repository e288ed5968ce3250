#!/usr/bin/env bash
# Where the policy asks for receipts, nothing is opened that was not signed
# for: in the vault, before the first byte of plaintext.
. "$(dirname "$0")/lib.sh"
vault
printf 'WORDS OF THE TIP\n' >"$T/tip.txt"
printf 'another file\n' >"$T/more.txt"
submit "$T/tip.txt" "$T/more.txt" --message 'WORDS OF THE MESSAGE'
as desk 0 examine "$ID"
as desk 0 assign "$ID" reporter
as desk 0 --json show "$ID"
ITEM=$(json items.0.item)
receipts() {
	git -C "$V" ls-tree -r --name-only main | grep -c '/receipts/'
}

# None is asked for: none is written, and a vault that is read only will do.
as reporter 0 open "$ID" -o "$T/plain"
as desk 0 show "$ID"; out_says 'WORDS OF THE MESSAGE'
[ "$(receipts)" -eq 0 ] || fail 'a receipt that nobody asked for'

as desk 0 policy set receipts required
as reporter 0 open "$ID" -o "$T/a"
as reporter 0 open "$ID" --item "$ITEM" -o "$T/b"
as two 0 open "$ID" --original -o "$T/c"
as two 0 open "$ID" --original --item "$ITEM" -o "$T/d"
[ "$(receipts)" -eq 4 ] || fail 'four receipts'
FPR=$(as desk 0 --json member list; python3 -c 'import json, sys
print([m["fingerprint"] for m in map(json.loads, open(sys.argv[1]))
       if m["label"] == "reporter"][0])' "$T/out")
where=submissions/${ID:0:2}/${ID:2:2}/$ID/receipts
[ "$(git -C "$V" show "main:$where/1.$FPR")" = 'working -' ] || fail 'all of it'
[ "$(git -C "$V" show "main:$where/2.$FPR")" = "working $ITEM" ] || fail 'one item'
expect 0 -C "$V" log
grep -c 'opened  by reporter' "$T/out" | grep -q '^2$' || fail 'two by reporter'

# A key of one item alone: the receipt names that item.
key guest
as desk 0 member add "$T/guest.card" --role reporter --name guest
as desk 0 assign "$ID" guest --item "$ITEM" --original
as guest 0 open "$ID" --original -o "$T/e"
git -C "$V" log -1 --format=%H main >"$T/last"
git -C "$V" show --name-only --format= main | grep -q "/receipts/1\." || fail 'its first'
git -C "$V" show main | grep -q "^+original $ITEM" || fail 'the item it holds'

# The branch holds the receipt, durably, before plaintext goes anywhere.
if strace -qq -o /dev/null true 2>/dev/null; then
	strace -f -s 64 -o "$T/trace" "$TIPLINE" -C "$V" -i "$T/two.key" open \
		"$ID" --original -o "$T/traced" >"$T/out" 2>"$T/err" ||
		fail 'open under strace'
	moved=$(grep -n 'renameat.*"main", [0-9]*, "main"' "$T/trace" | head -1 | cut -d: -f1)
	plain=$(grep -n 'WORDS OF THE TIP' "$T/trace" | head -1 | cut -d: -f1)
	[ -n "$moved" ] && [ -n "$plain" ] || fail 'nothing in the trace'
	synced=$(sed -n "$moved,${plain}p" "$T/trace" | grep -c 'fsync')
	[ "$moved" -lt "$plain" ] && [ "$synced" -gt 0 ] ||
		fail "the entry at line $moved, plaintext at $plain"
fi

# What cannot be opened is not signed for.
before=$(head_of)
as guest 4 open "$ID" -o "$T/f"
as auditor 4 open "$ID" -o "$T/f"
as reporter 4 open "$ID" --original -o "$T/f"
as reporter 1 open "$ID" -o "$T/a"; says 'not empty'
submit "$T/tip.txt"; NEW=$ID
before=$(head_of)
as desk 1 open "$NEW" -o "$T/f"; says examine
absent "$T/f"
[ "$(head_of)" = "$before" ] || fail 'a receipt for nothing'

# Showing keeps the message to those who open it.
as desk 0 show "$NEW"
out_lacks 'WORDS OF'

# A person reads in review, and in what it exports: both are signed for.
ID=$(basename "$(dirname "$where")")
as desk 0 find "$ID"
n=$(receipts)
as two 0 review "$ID" --export "$T/plan"
[ "$(receipts)" -eq $((n + 1)) ] || fail 'an export is signed for'
as two 0 review "$ID" --accept-all
as desk 0 approve "$ID"
[ "$(receipts)" -eq $((n + 1)) ] || fail 'nobody read in these'

# No way to write, no way to open.
cp -a "$V" "$T/copy"
rm -f "$T/copy/lock"
mkdir "$T/copy/lock"		# as on a disk that cannot be written to
expect 1 -C "$T/copy" -i "$T/reporter.key" open "$ID" -o "$T/g"
says 'nothing was opened'
absent "$T/g" "$T/g.part"
# Somebody else has the vault: refused as busy, and nothing is there.
exec 8>"$V/lock"
flock 8
as reporter 11 open "$ID" -o "$T/h"
says 'nothing was opened'
absent "$T/h" "$T/h.part"
exec 8>&-
holds
