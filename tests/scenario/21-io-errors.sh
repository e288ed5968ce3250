#!/usr/bin/env bash
# The disk fails at any single step of a submission: either it is acknowledged
# and whole, or it is refused and the history is as it was.
. "$(dirname "$0")/lib.sh"
command -v strace >/dev/null || skip 'no strace'
strace -qq -o /dev/null true 2>/dev/null || skip 'this machine lets nobody trace'
readelf -d "$TIPLINE" | grep -q 'NEEDED.*asan' && skip 'a sanitizer cannot be traced so'
vault
head -c 100000 /dev/urandom >"$T/big"
printf 'a small one\n' >"$T/small"

# inject CALL ERROR N: the N-th call of each process fails.
inject() {
	timeout 60 strace -f -qq -o /dev/null -e "trace=$1" \
		-e "inject=$1:error=$2:when=$3" \
		"$TIPLINE" -C "$V" -i "$T/desk.key" submit "$T/big" "$T/small" \
		>"$T/out" 2>"$T/err"
}

acknowledged=0 refused=0
try() {
	local before got
	before=$(head_of)
	inject "$@"
	got=$?
	if [ $got -eq 0 ]; then
		acknowledged=$((acknowledged + 1))
		[ "$(head_of)" != "$before" ] || fail "$*: acknowledged, not there"
	else
		refused=$((refused + 1))
		[ -s "$T/err" ] || fail "$*: refused without a word"
		if [ "$(head_of)" != "$before" ]; then
			# Refused after it was durable: then it must be whole.
			note "$* refused a submission that is in the vault"
		fi
	fi
	expect 0 -C "$V" audit
	out_says 'the history holds'
}

for n in 1 2 3 5 8 13; do try fsync EIO $n; done
for n in 2 4 7 12 20 40; do try write ENOSPC $n; done
for n in 1 2 4 8; do try pwrite64 EIO $n; done
for n in 1 2 3 4; do try renameat EIO $n; done
for n in 1 2 3 4; do try rename EIO $n; done
for n in 1 3 6; do try linkat EIO $n; done
[ $refused -gt 5 ] || fail "only $refused of the failures were noticed"
note "$acknowledged acknowledged, $refused refused"

# Nothing is left in the way: the next submission is as any other.
submit "$T/big" "$T/small"
as desk 0 open "$ID" --original -o "$T/opened"
same "$T/big" "$T/opened/001.original"
[ -z "$(ls -A "$V/incoming" 2>/dev/null)" ] ||
	fail "left in incoming/: $(ls "$V/incoming")"
holds
git -C "$V" fsck --strict >/dev/null 2>"$T/err" || fail 'git fsck'
