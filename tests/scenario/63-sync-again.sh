#!/usr/bin/env bash
# Two desks do the same things apart, then sync: what was there already stays,
# what has a number takes the next, what is refused lies aside; nothing is lost.
. "$(dirname "$0")/lib.sh"
command -v git-lfs >/dev/null || skip 'the package git-lfs is missing'
cd "$T" || fail "$T"
git() { command git -c safe.directory='*' -c core.hooksPath=/dev/null "$@"; }
REMOTE=$T/remote
git init -q --bare -b main "$REMOTE"
vault
printf 'Call mara@example.org or +44 20 7946 0991.\n' >"$T/tip.txt"
head -c 90000 /dev/zero | tr '\0' 'x' | fold -w 60 >"$T/long.txt"
submit "$T/tip.txt" "$T/long.txt"
A=$ID
submit "$T/tip.txt"
B=$ID
as desk 0 sync "$REMOTE"
expect 0 clone "$REMOTE" "$T/two"
V1=$V V2=$T/two
cp "$V1/labels" "$V2/"		# what this desk calls the members
here() { V=$V1; }
there() { V=$V2; }
count() { git -C "$V" log --format=%s main | grep -c "^$1: "; }
both() {	# both EXIT: the first desk syncs, then the second with this exit
	here
	as desk 0 sync "$REMOTE"
	there
	as two "$1" sync "$REMOTE"
	cp "$T/out" "$T/out2"
	cp "$T/err" "$T/err2"
	here
	as desk 0 sync "$REMOTE"
	holds
	[ "$(head_of)" = "$(git -C "$V2" rev-parse main)" ] || fail 'two histories'
	cp "$T/out2" "$T/out"
	cp "$T/err2" "$T/err"
}

# Both examine everything.
for side in here there; do
	$side
	as "$([ $side = here ] && echo desk || echo two)" 0 examine
done
both 0
says 'was done by somebody else meanwhile'
[ "$(count examine)" -eq 2 ] || fail 'each examined once'

# Both find and decide: the second decision goes by the next number, and is
# signed about what it became; a second person approves, it is released.
here
as desk 0 find "$A"
as desk 0 review "$A" --accept-all
there
as two 0 find "$A"
as two 0 review "$A" --accept-all
both 0
out_says 'signed again'
[ "$(count decide)" -eq 2 ] || fail 'two decisions'
[ "$(count find)" -eq 1 ] || fail 'found once'
as desk 0 approve "$A"
as desk 0 release "$A" --to analyst
as analyst 0 open "$A" -o "$T/first"
grep -q 'EMAIL-1' "$T/first/001.txt" || fail 'the release is not redacted'

# Both assign the same, and each something of its own.
here
as desk 0 assign "$A" reporter
as desk 0 find "$B"
as desk 0 review "$B" --accept-all
there
as two 0 sync "$REMOTE"
as two 0 assign "$A" reporter
as two 0 assign "$B" reporter --original
both 0
as reporter 0 open "$A" -o "$T/reporter"
as reporter 0 open "$B" --original -o "$T/originals"
same "$T/tip.txt" "$T/originals/001.original"

# Both release: two releases, each with its number, both can be opened.
there
as two 0 approve "$B"
both 0
as desk 0 release "$B" --to analyst
there
as two 0 release "$B" --to analyst
both 0
[ "$(count release)" -eq 3 ] || fail "$(count release) releases"
git -C "$V" ls-tree -r --name-only main | grep -q 'releases/2\.' ||
	fail 'the second release has number 2'
as analyst 0 open "$B" -o "$T/released"

# A release that gets another number, and was withdrawn before it did.
as desk 0 release "$B" --to analyst
there
as two 0 release "$B" --to analyst
as two 0 recall "$B" --release 3 --reason 'made too early'
both 0
as analyst 4 open "$B" -o "$T/withdrawn"
says 'release 4 of'
as analyst 0 open "$B" --release 3 -o "$T/stands"

# One erases for good what the other went on with: that lies aside.
here
as desk 0 erase "$B" --reason 'asked to'
there
as two 0 erase "$B" --reason 'asked to, too'
both 0
as two 4 show "$B"
says 'was erased'
[ "$(git -C "$V" ls-tree -r --name-only main | grep -c 'erased/done')" -eq 1 ] ||
	fail 'the second signature completes the erasure'
here
as desk 0 erase "$A" --reason 'asked to'
as two 0 erase "$A" --reason 'asked to'
as desk 0 sync "$REMOTE"
there
as two 0 assign "$A" reporter --original
as two 0 submit "$T/tip.txt" --message 'comes along'
both 5
says 'is kept aside'
out_says '1 kept aside'
[ "$(git -C "$V2" for-each-ref refs/tipline/aside | wc -l)" -eq 1 ] ||
	fail 'nothing lies aside'
[ "$(count submit)" -eq 3 ] || fail 'what stands behind it comes along'

# The policy, changed by both: a person has to look.
here
as desk 0 policy set approvals 3
there
as desk 0 policy set clock hour
here
as desk 0 sync "$REMOTE"
there
as desk 5 sync "$REMOTE"
says 'somebody else changed the policy'
as desk 0 policy
out_says '3'

# Entries of two members in one copy take both keys.
there
as two 0 submit "$T/tip.txt"
as desk 0 submit "$T/tip.txt"
here
as desk 0 submit "$T/tip.txt"
as desk 0 sync "$REMOTE"
there
expect 4 -C "$V" -i "$T/two.key" sync "$REMOTE"
expect 0 -C "$V" -i "$T/two.key" sync "$REMOTE" --with "$T/desk.key"
out_says '2 signed again'
holds
expect 0 -C "$V" sync "$REMOTE"
out_says 'both have the same'
