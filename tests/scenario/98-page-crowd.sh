#!/usr/bin/env bash
# Many at once: every confirmed submission is in the drops, and those who are
# slow do not stop an honest one.  SERVE_PARALLEL=1000 for a real crowd.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"
key desk
key intake
expect 0 -i "$T/desk.key" init "$V" --name desk
as desk 0 member add "$T/intake.card" --role intake --name intake
cp "$T/desk.card" "$T/to"
ulimit -n "$(ulimit -Hn)"
page_up --floor 0

python3 - "$SOCK" "${SERVE_PARALLEL:-60}" "$T/confirmed" <<'PY' || fail 'a crowd'
import sys, threading, time
sys.path.insert(0, "tests/scenario")
from page_source import Source
sock, n, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
threading.stack_size(256 << 10)
def together(what):
    threads = [threading.Thread(target=what, args=(i,)) for i in range(n)]
    begun = time.monotonic()
    for t in threads: t.start()
    for t in threads: t.join()
    return time.monotonic() - begun
sources = [Source(sock, timeout=300) for _ in range(n)]
status = [None] * n
names = max(12, n // 4)		# keys take their time; some write often
took = together(lambda i: sources[i].begin() if i < names else None)
assert all(s.token for s in sources[:names]), "%d have a code name" % \
    sum(s.token is not None for s in sources)
assert len({s.words for s in sources[:names]}) == names
print("  %d code names in %.1f s" % (names, took))
for i in range(names, n):
    sources[i].cookie = sources[i % names].cookie
    sources[i].token = sources[i % names].token
def send(i):
    try:
        a = sources[i].send("message %d" % i, [("f", b"x" * (i * 7))])
        status[i] = a.status
    except OSError as e:
        status[i] = repr(e)
took = together(send)
good = status.count(200)
print("  %d of %d confirmed in %.1f s" % (good, n, took))
assert good == n, set(status)
open(out, "w").write("%d\n" % good)
PY
[ "$(drops)" -eq "$(cat "$T/confirmed")" ] ||
	fail "$(drops) drops, $(cat "$T/confirmed") confirmed"

# --- 200 who send a byte now and then, or nothing; one who means it
python3 - "$SOCK" "${SERVE_SLOW:-200}" <<'PY' || fail 'an honest one waits'
import os, sys, threading, time
sys.path.insert(0, "tests/scenario")
from page_source import Source
sock, n = sys.argv[1], int(sys.argv[2])
honest, other = Source(sock, timeout=60), Source(sock)
honest.begin(); other.begin()
slow = []
for i in range(n):
    c = other.connect()
    form = ("Content-Type: multipart/form-data; boundary=" +
        other.BOUNDARY.decode(), "Content-Length: 1000000")
    head = other.head("POST", "/send", form)
    pieces = other.parts([("token", None, other.token.encode()),
        ("files", "slow", b"x" * 1000)])
    c.sendall([b"", head[:20], head, head + b"".join(pieces[:4])][i % 4])
    slow.append(c)
stop = False
def drip():
    while not stop:
        for c in slow:
            try: c.send(b"x")
            except OSError: pass
        time.sleep(0.2)
t = threading.Thread(target=drip); t.start()
begun = time.monotonic()
a = honest.send("here", [("large", os.urandom(8 << 20))])
took = time.monotonic() - begun
stop = True
t.join()
print("  8 MiB beside %d slow ones: %.1f s" % (n, took))
assert a.status == 200
assert honest.get("/").status == 200
for c in slow: c.close()
PY
[ "$(drops)" -eq $(($(cat "$T/confirmed") + 1)) ] || fail 'the honest one'
quiet
page_down
as desk 0 take "$T/outbox"
empty "$T/outbox"
holds
