#!/usr/bin/env bash
# While a file streams in, no byte of it is written to anything but the sockets
# between our own processes, and memory does not grow with it.
# SERVE_UPLOAD=1024 for a whole GiB.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"
strace -qq -o /dev/null true 2>/dev/null || skip 'this machine lets nobody trace'
readelf -d "$TIPLINE" | grep -q 'NEEDED.*asan' && skip 'a sanitizer cannot be traced so'
key desk
key intake
cp "$T/desk.card" "$T/to"
M=${SERVE_UPLOAD:-32}
MARK=TIPLINE-IN-CLEAR
yes "$MARK" | tr -d '\n' | head -c $((M * 1048576)) >"$T/large"
head -c $((18 * 1048576)) "$T/large" >"$T/less"
page_up --floor 0
export VISIT=$T/visit
source_does begin

procs="$page $(children)"
[ "$(echo $procs | wc -w)" -eq 4 ] || fail "not four processes: $procs"
peaks() {	# of each process, in KiB
	local p
	for p in $procs; do sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' \
		/proc/$p/status; done | tr '\n' ' '
}
source_does send file="$T/less"
before=$(peaks)
source_does send file="$T/large"
out_says 'send 200'
after=$(peaks)
note "peaks after 18 MiB: $before(KiB), after $M MiB: $after"
set -- $after
for b in $before; do
	[ "$1" -le $((b + 2048)) ] || fail "a process grew from $b to $1 KiB"
	shift
done

pids=$(for p in $procs; do echo "-p $p"; done)
strace -f -yy -s 256 -o "$T/trace" -e trace=%desc,%file,%network,memfd_create,mmap \
	$pids 2>"$T/straced" &
tracer=$!
for i in $(seq 50); do
	[ "$(grep -c attached "$T/straced")" -ge 4 ] && break
	sleep 0.1
done
source_does send message="$MARK" file="$T/large"
out_says 'send 200'
source_does break $((20 * 1048576)) file="$T/large"
sleep 0.3
kill $tracer
wait $tracer 2>/dev/null
[ "$(grep -c "$MARK" "$T/trace")" -gt 100 ] || fail 'the trace saw no upload'
# It comes from a socket, and goes into one.
grep "$MARK" "$T/trace" | sed -n 's/^[0-9]* *//
	s/^\([a-z0-9]*\)([0-9]*<\([A-Za-z:/]*\).*/\1 \2/p; t
	s/^<\.\.\. \([a-z0-9]*\) resumed>.*/\1 resumed/p; t
	s/^\(.\{60\}\).*/\1/p' | sort | uniq -c >"$T/where"
sed 's/^/  /' "$T/where"
! grep -Ev ' (recvfrom|recvmsg|read|sendto|sendmsg|write|writev) UNIX|'\
' (recvfrom|recvmsg|read) resumed' "$T/where" || fail 'in clear where it must not be'
# Nor is any file made but the sealed ones in their folders; pages are in
# memory files.
! grep -E 'O_CREAT|O_TMPFILE|memfd_create' "$T/trace" |
	grep -v "$T/outbox/\|$T/state/\|memfd_create(\"answer\"" || fail 'a file elsewhere'
! grep -rlq "$MARK" "$T/outbox" "$T/state" || fail 'in clear on the disk'
page_down
quiet
