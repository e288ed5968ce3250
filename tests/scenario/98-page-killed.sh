#!/usr/bin/env bash
# The service is killed, the disk is full or fails: what was confirmed to a
# source is in the drops, whole; nothing half made is ever seen.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"
key desk
key intake
expect 0 -i "$T/desk.key" init "$V" --name desk
as desk 0 member add "$T/intake.card" --role intake --name intake
cp "$T/desk.card" "$T/to"
runs=${SERVE_KILLS:-2}

# Submission k has k files, so that a drop tells by its number of files which
# one it is.  What is confirmed is written down at once.
cat >"$T/many.py" <<'PY'
import os, sys, threading
sys.path.insert(0, "tests/scenario")
from page_source import Source
sock, visit, first, out = sys.argv[1:5]
cookie, token = open(visit).read().split()
def one(lane):
    s = Source(sock)
    s.cookie, s.token = cookie, token
    for k in range(int(first) + lane, int(first) + 60, 3):
        try:
            a = s.send(None, [("f%d" % i, os.urandom(3000)) for i in range(k)])
        except OSError:
            return
        if a is None or a.status != 200:
            return
        with lock:
            print(k, file=told, flush=True)
def large():
    s = Source(sock)
    s.cookie, s.token = cookie, token
    try:
        while True:
            s.send(None, [("large", os.urandom(20 << 20))])
    except OSError:
        pass
lock = threading.Lock()
told = open(out, "a")
open(out + ".go", "w")
lanes = [threading.Thread(target=one, args=(i,)) for i in range(3)]
threading.Thread(target=large, daemon=True).start()
for t in lanes: t.start()
for t in lanes: t.join()
os._exit(0)
PY
export VISIT=$T/visit
: >"$T/acked"
i=0
while [ $i -lt "$runs" ]; do
	i=$((i + 1))
	page_up
	rm -f "$VISIT"
	source_does begin
	: >"$T/now"
	python3 "$T/many.py" "$SOCK" "$VISIT" 1 "$T/now" 2>/dev/null &
	client=$!
	until [ -e "$T/now.go" ]; do sleep 0.02; done
	rm "$T/now.go"
	sleep "0.$((RANDOM % 9))"
	kill -KILL $page
	wait $page 2>/dev/null
	wait $client
	# Those that were confirmed are there, before anything is swept.
	for k in $(cat "$T/now"); do
		found=0
		for d in "$T/outbox"/*.drop; do
			[ "$(ls "$d" | wc -l)" -eq $((k + 7)) ] && found=1
		done
		[ $found = 1 ] || fail "submission $k was confirmed and is gone"
	done
	wc -l <"$T/now" >>"$T/acked"
	# Whole, every one of them.
	as desk 0 take "$T/outbox"
	[ "$(drops)" -eq 0 ] || fail 'a drop that cannot be taken'
done
page_up
[ -z "$(ls "$T/outbox")" ] || fail "left over: $(ls "$T/outbox")"
page_down
holds
note "$runs kills, confirmed before: $(tr '\n' ' ' <"$T/acked")"
[ $(($(paste -sd+ "$T/acked"))) -gt 0 ] || fail 'nothing was ever confirmed'

# --- calls that fail: the source is told, and nothing is half there
if ! strace -o /dev/null true 2>/dev/null; then
	skip 'no strace: failing calls were not tried'
fi
rm -rf "$T/state/parts"/*
rm -f "$VISIT"
page_up
source_does begin
# One of each call that each thread makes while one submission comes in, of a
# file that is written in several pieces.
head -c 3000000 /dev/urandom >"$T/large"
# SERVE_FAULTS=all: more of them.
faults='fsync:EIO:11 write:ENOSPC:2 renameat:EIO:1'
[ "${SERVE_FAULTS:-}" = all ] && faults="$faults fsync:ENOSPC:1 fsync:EIO:3
	fsync:EIO:9 write:EIO:1 openat:ENOSPC:1 renameat:ENOSPC:3 openat:EIO:3 openat:EIO:9"
for fault in $faults; do
	call=${fault%%:*} error=${fault#*:}
	: >"$T/trace"
	strace -f -o "$T/trace" -p $page -e trace=$call \
		-e "inject=$call:error=${error%:*}:when=${error#*:}" \
		2>/dev/null &
	tracer=$!
	for j in $(seq 50); do
		[ "$(sed -n 's/^TracerPid:\t//p' /proc/$page/status)" != 0 ] &&
			break
		sleep 0.1
	done
	source_does send message=hello file="$T/large"
	status=$(sed -n 's/^send \([0-9]*\).*/\1/p' "$T/out")
	kill $tracer 2>/dev/null
	wait $tracer 2>/dev/null
	injected=$(grep -c INJECTED "$T/trace")
	note "$fault: answered $status, $injected failed, $(drops) drops"
	case $status in
	200)	[ "$(drops)" -eq 1 ] || fail 'confirmed, and no drop' ;;
	503)	[ "$injected" -gt 0 ] || fail 'refused for nothing'
		# Refused after it had its name: then it is whole.
		[ "$(drops)" -eq 0 ] || [ $call = fsync ] ||
			fail 'refused, and a drop' ;;
	*)	fail "$fault: answered with $status" ;;
	esac
	as desk 0 take "$T/outbox"
	[ -z "$(ls "$T/outbox")" ] || fail "left over: $(ls "$T/outbox")"
	refused=$((${refused:-0} + (status == 503)))
done
[ "$refused" -ge 2 ] || fail "only $refused failures were noticed"
source_does send message=again
out_says 'send 200'
rm -rf "$T/outbox"/*.drop
grep -q 'said once until it works' "$T/said" || fail 'the operator hears nothing'

# --- without its keeper it confirms nothing, and ends for another start
keeper=$(child tipline-keeper)
kill -KILL "$keeper"
source_does send message=unsigned
out_says 'send 503'
wait $page && fail 'it goes on without its keeper'
empty "$T/outbox"
rm -f "$VISIT"
page_up
source_does begin -- send message=signed
out_says 'send 200'
page_down
