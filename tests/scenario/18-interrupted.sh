#!/usr/bin/env bash
# An interrupted open or init leaves nothing; no plaintext stays by accident.
. "$(dirname "$0")/lib.sh"
vault
head -c 150M /dev/zero >"$T/big"
submit "$T/big"
for sig in TERM HUP INT; do
	# Its own session: a shell starts its jobs with SIGINT ignored.
	python3 - "$sig" "$TIPLINE" -C "$V" -i "$T/desk.key" open "$ID" \
	    --original -o "$T/opened" >"$T/out" 2>"$T/err" <<'P' || fail "$sig"
import os, signal, subprocess, sys, time
sig = getattr(signal, 'SIG' + sys.argv[1])
p = subprocess.Popen(sys.argv[2:], start_new_session=True,
                     preexec_fn=lambda: signal.signal(signal.SIGINT,
                                                      signal.SIG_DFL))
part = sys.argv[sys.argv.index('-o') + 1] + '/.part'
for _ in range(1000):
    if os.path.isdir(part) and os.listdir(part):
        break
    time.sleep(0.002)
else:
    sys.exit('nothing was begun')
os.killpg(p.pid, sig) if sig == signal.SIGINT else p.send_signal(sig)
got = p.wait(timeout=60)
if got != -sig:
    sys.exit(f'exit {got} and not by {sig}')
P
	absent "$T/opened"
done
mkdir "$T/there"
"$TIPLINE" -C "$V" -i "$T/desk.key" open "$ID" --original -o "$T/there" \
	>/dev/null 2>&1 &
pid=$!
for _ in $(seq 500); do [ -d "$T/there/.part" ] && break; sleep 0.002; done
kill $pid
wait $pid
empty "$T/there"
as desk 0 open "$ID" --original -o "$T/there"
same "$T/big" "$T/there/001.original"

# A vault that could not be begun is not there.
locked slow
"$TIPLINE" -i "$T/slow.key" --passphrase-fd 9 init "$T/v2" 9<<<'wrong' \
	>"$T/out" 2>"$T/err"
[ $? -eq 12 ] || fail 'a wrong passphrase at init is exit 12'
absent "$T/v2"
expect 2 -i "$T/desk.key" init "$T/v2" --approvals 0
expect 2 -i "$T/desk.key" init "$T/v2" --clock week
absent "$T/v2"
expect 1 -i "$T/desk.key" init "$T/no/such/place"
absent "$T/no"
printf x >"$T/file"
expect 1 -i "$T/desk.key" init "$T/file"
expect 1 -i "$T/desk.key" init "$T/there"
same "$T/big" "$T/there/001.original"
holds
