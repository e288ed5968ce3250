#!/usr/bin/env bash
# Two writers at once; one that is killed; one that finds the vault locked.
. "$(dirname "$0")/lib.sh"
vault
printf 'one\n' >"$T/f"

# Eight at the same time: all come in, one line of history.
pids=
for n in 1 2 3 4 5 6 7 8; do
	"$TIPLINE" -C "$V" -i "$T/desk.key" submit "$T/f" \
		>"$T/out.$n" 2>"$T/err.$n" & pids="$pids $!"
done
for pid in $pids; do
	wait "$pid" || { cat "$T"/err.? >&2; fail 'a writer beside others failed'; }
done
expect 0 -C "$V" list --all
[ "$(wc -l <"$T/out")" -eq 8 ] || fail 'eight submissions'
[ "$(git -C "$V" rev-list --min-parents=2 --count main)" -eq 0 ] ||
	fail 'a merge in the history'
holds

# Killed while it reads: nothing of it is there, and nothing is locked.
before=$(head_of)
mkfifo "$T/slow"
for sig in KILL TERM HUP; do
	"$TIPLINE" -C "$V" -i "$T/desk.key" submit "$T/slow" >/dev/null 2>&1 &
	pid=$!
	exec 8>"$T/slow"
	head -c 300000 /dev/urandom >&8
	sleep 0.3
	kill -$sig $pid
	wait $pid
	got=$?
	exec 8>&-
	[ $got -gt 128 ] || fail "SIG$sig: exit $got"
done
sleep 0.5
[ "$(head_of)" = "$before" ] || fail 'a killed submit came in'
submit "$T/f"
[ "$(find "$V" -size +200k -type f | grep -c -v -e pack -e lfs/objects)" -eq 0 ] ||
	fail "a killed writer's stage is still there"
holds

# Somebody keeps the lock: exit 11 after ten seconds, then all is as before.
before=$(head_of)
flock "$V/lock" sleep 30 &
pid=$!
sleep 0.3
as desk 11 submit "$T/f"
says 'another writer'
expect 0 -C "$V" list				# reading needs no lock
pkill -P $pid; kill $pid; wait $pid 2>/dev/null
[ "$(head_of)" = "$before" ] || fail 'an entry without the lock'
submit "$T/f"
holds
