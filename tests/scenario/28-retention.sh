#!/usr/bin/env bash
# What is old: the retention policy proposes, and only a person erases; who
# has not rotated for too long is named.
. "$(dirname "$0")/lib.sh"

# A clock so coarse that every entry of today is rounded down to a day most
# of a year ago: what this vault holds is old the moment it is made.
now=$(date +%s)
k=$((now / 31622400 + 2))
clock=$(((now + 3600 + k - 1) / k))
days=$(((now % clock) / 86400))
[ "$days" -gt 300 ] || fail "the clock makes entries only $days days old"
vault --clock "$clock"

printf 'the tip\n' >"$T/tip.txt"
for name in A B C D; do
	submit "$T/tip.txt"
	eval "$name=$ID"
done
as desk 0 examine "$A" "$B" "$C"

# Nothing is due while the policy keeps everything.
expect 0 -C "$V" erase --due
says 'keeps everything'
[ ! -s "$T/out" ] || fail 'nothing is due'
as desk 0 policy set retain-days "$((days + 1))"
expect 0 -C "$V" erase --due
says 'nothing is due'
as desk 0 policy set retain-days "$((days - 1))"

# Old, worked on, and not held; what is new is never proposed.
as desk 0 erase "$B" --hold --reason 'a court'
before=$(head_of)
expect 0 -C "$V" --json erase --due
[ "$(wc -l <"$T/out")" -eq 2 ] || fail 'two are due'
out_says "$A"; out_says "$C"; out_lacks "$B"; out_lacks "$D"
[ "$(json days)" -eq "$days" ] || fail 'how old it is'
[ "$(head_of)" = "$before" ] || fail 'proposing made an entry'
expect 2 -C "$V" erase --due --reason x; says key
as reporter 4 erase --due --reason x

# With a reason it is signed for, as any erasure is: by two.
as desk 0 erase --due --reason 'a year is over'
[ "$(git -C "$V" rev-list --count "$before..main")" -eq 1 ] || fail 'one entry'
[ "$(grep -c '1 of 2 signed' "$T/out")" -eq 2 ] || fail 'both are signed for'
as desk 0 erase --due --reason again; says 'not signed for'
[ "$(git -C "$V" rev-list --count "$before..main")" -eq 1 ] || fail 'twice'
as two 0 --json erase --due --reason 'a year is over'
[ "$(grep -c '"state":"erased"' "$T/out")" -eq 2 ] || fail 'both are erased'
as two 4 open "$A" --original -o "$T/x"
as two 0 open "$D" --original -o "$T/d"
expect 0 -C "$V" --json erase --due
[ ! -s "$T/out" ] || fail 'what is erased is not due'

# Let go, the held one is due again.
as desk 0 erase "$B" --lift --reason 'the court is done'
expect 0 -C "$V" erase --due
[ "$(wc -l <"$T/out")" -eq 1 ] || fail 'one is due'

# Every epoch here is as old.
expect 0 -C "$V" member list
says '6 members are past'
out_says "epoch 1, $days days old: should rotate"
as desk 0 policy set epoch-days 0
expect 0 -C "$V" --json member list
out_lacks '"overdue":true'
expect 0 -C "$V" audit
