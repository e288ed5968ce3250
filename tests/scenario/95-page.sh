#!/usr/bin/env bash
# The page that sources come to: what is sent is in the vault, whole; whoever
# comes back is let in by the code name alone; nobody else learns anything.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"
vault
cat "$T/desk.card" "$T/two.card" >"$T/to"

# --- the words of the call
as intake 2 serve --to "$T/to" --outbox "$T/outbox"
says '--state are needed'
as intake 2 serve --to "$T/to" --outbox "$T/outbox" --state "$T/state" \
	--socket "$SOCK" --port 0
as intake 2 serve --to "$T/to" --outbox "$T/outbox" --state "$T/state" \
	--socket "$SOCK" --limit 2GB
as intake 1 serve --to "$T/to" --outbox "$T/nowhere" --state "$T/state" \
	--socket "$SOCK"
as intake 1 serve --to "$T/to" --outbox "$T/outbox" --state "$T/state"
says 'name a socket or a port'
chmod 755 "$T/state"
as intake 4 serve --to "$T/to" --outbox "$T/outbox" --state "$T/state" \
	--socket "$SOCK"
says "owner's alone"
chmod 700 "$T/state"
chmod 777 "$T/run"
as intake 4 serve --to "$T/to" --outbox "$T/outbox" --state "$T/state" \
	--socket "$SOCK"
says 'open to others'
chmod 700 "$T/run"
absent "$SOCK"

mkdir "$T/advice"
printf 'Ask for <Jane>.\n' >"$T/advice/advice.en.txt"
page_up --name 'The Weekly & Co' --advice "$T/advice"
[ "$(stat -c %a "$SOCK")" = 660 ] || fail "the socket has $(stat -c %a "$SOCK")"
as intake 11 serve --to "$T/to" --outbox "$T/outbox" --state "$T/state" \
	--port 0
says 'in use by another service'

# --- several files with hostile names and a message, in one submission
head -c 300000 /dev/urandom >"$T/large"
printf 'small\n' >"$T/small"
: >"$T/nil"
python3 - "$SOCK" "$T" <<'PY' || fail 'a source was not served'
import sys
sys.path.insert(0, "tests/scenario")
from page_source import Source
s = Source(sys.argv[1])
T = sys.argv[2]
home = s.get("/")
assert home.status == 200 and "tipline-s" not in (home.header("Set-Cookie") or "")
assert "The Weekly &amp; Co" in home.text and "&lt;Jane&gt;" in home.text
assert "<script" not in home.text
for name in ("Server", "Date"):
    assert home.header(name) is None, name
assert home.header("Cache-Control") == "no-store"
s.begin()
cookie = s.last.header("Set-Cookie")
assert "HttpOnly; SameSite=Strict; Path=/" in cookie, cookie
assert len(s.words.split()) == 8, s.words
open(T + "/words", "w").write(s.words)
a = s.send("Zażółć\nline two", [
    ("../../etc/passwd", T + "/large"),
    ("a\"b\nc\x1b[31m\u202eexe.pdf", T + "/small"),
    ("", b""),                              # no file was chosen here
    ("nil.txt", T + "/nil"),
    (b"\xff\xfe.bin".decode("utf-8", "surrogateescape"), T + "/small")])
assert a.status == 200, a.status
# A message alone, a file alone, nothing.
assert s.send("only words").status == 200
assert s.send(None, [("alone.txt", b"alone")]).status == 200
a = s.send(" \r\n\t ", [("", b"")])
assert a.status == 200 and s.notice(), "nothing was sent, and nobody says so"
# What is no UTF-8 is no message, and is kept.
assert s.send(b"caf\xe9 \xff").status == 200
PY
[ "$(drops)" -eq 4 ] || fail "$(drops) drops, not 4"
quiet
as desk 0 --json take "$T/outbox"
holds
ids=$(expect 0 -C "$V" --json list --all
	sed 's/.*"submission":"\([0-9a-f]*\)".*/\1/' "$T/out")
sums() { sha256sum | cut -d' ' -f1; }
{
	printf 'Zażółć\nline two' | sums
	for f in large small nil small; do sums <"$T/$f"; done
} >"$T/want"
for id in $ids; do
	as desk 0 show "$id"
	cp "$T/out" "$T/shown"
	as desk 0 open "$id" --original -o "$T/o.$id"
	if grep -q 'passwd' "$T/shown"; then
		first=$id
		! grep -q '\.\./' "$T/shown" || fail 'a path in a name'
		grep -q 'x1b\[31m' "$T/shown" || fail 'a name lost its bytes'
		for f in "$T/o.$id"/*.original; do sums <"$f"; done >"$T/got"
		same "$T/want" "$T/got"
	fi
done
cat "$T"/o.*/*.original | grep -aq $'caf\xe9 \xff' || fail 'no UTF-8 is lost'
[ -n "${first:-}" ] || fail 'no submission has the file'
# What was sent is nowhere here.
! grep -rqa 'line two' "$T/outbox" "$T/state" "$V" || fail 'plain text'

# --- who comes back, and who does not
as desk 0 reply "$first" --message 'We read it. Write again.' \
	--outbox "$T/replies"
source_does begin words="$T/unused"
python3 - "$SOCK" "$(cat "$T/words")" "$(cat "$T/unused")" <<'PY' ||
import sys, threading, time
sys.path.insert(0, "tests/scenario")
from page_source import Source
words, unused = sys.argv[2:]
right, stranger = Source(sys.argv[1]), Source(sys.argv[1])
assert right.enter(words).status == 200 and right.token
assert right.replies_shown() and "Write again" in right.last.text
stranger.cookie = "0" * 64
slip = words.split()
slip[0], slip[1] = slip[1], slip[0]
asks = {
    "a slip": lambda s: s.enter(" ".join(slip)),
    "no words": lambda s: s.enter("what is this"),
    "right, with a reply": lambda s: s.enter(words),
    "right, loosely": lambda s: s.enter("  " + words.upper().replace(" ",
        " - ") + "\r\n"),
    "never used": lambda s: s.enter(unused),
    "a new one": lambda s: s.begin(),
    "box": lambda s: right.get("/box"),
    "box of nobody": lambda s: s.get("/box"),
    "box of a stranger": lambda s: stranger.get("/box"),
}
def ask(what, rows):
    s = Source(sys.argv[1])
    begun = time.monotonic()
    a = asks[what](s)
    rows.append((what, a.status, len(a.raw), len(a.body),
        time.monotonic() - begun, a.text.rfind("<!--"), s.token))
def together():
    rows = []
    threads = [threading.Thread(target=ask, args=(what, rows))
        for what in asks]
    for t in threads: t.start()
    for t in threads: t.join()
    assert len(rows) == len(asks)
    return rows
rows = together()
for row in rows:
    print("  %-20s %d  %6d bytes, page %6d  %.2f s (%d filled up)" % row[:6])
assert dict((r[0], r[6] is not None) for r in rows) == {
    **dict.fromkeys(asks, False), "right, with a reply": True,
    "right, loosely": True, "never used": True, "a new one": True}
assert len({r[1:4] for r in rows}) == 1, "they can be told apart by size"
assert all(r[3] % 32768 == 0 for r in rows)
# At a full half second, whatever it took.  A busy machine may be late with
# some; what is always late with the same ones has told them apart.
late = set(asks)
for turn in range(8):
    assert all(r[4] >= 0.499 for r in rows), "before its time"
    late -= {r[0] for r in rows if r[4] % 0.5 < 0.1}
    if not late: break
    rows = together()
assert not late, "they can be told apart by time: %s" % late
PY
	fail 'coming back'

left=$(drops)

# --- other pages, forms of others, requests that make no sense
python3 - "$SOCK" <<'PY' || fail 'a stranger'
import sys
sys.path.insert(0, "tests/scenario")
from page_source import Source
s, t = Source(sys.argv[1]), Source(sys.argv[1])
s.begin(); t.begin()
own = s.token
def refused(what, a, status):
    assert a is not None and a.status == status, (what, a and a.status)
s.token = t.token
refused("a token of another", s.send("x"), 403)
refused("leave with it", s.post("/leave", {"token": s.token}), 403)
s.token = ""
refused("no token", s.send("x"), 403)
s.token = own
fields = [("message", None, b"late"), ("token", None, own.encode())]
whole = s.parts(fields)
body = b"".join(whole)
def raw(path, body, extra):
    with s.connect() as c:
        c.sendall(("POST %s HTTP/1.1\r\nHost: page.onion\r\nCookie: tipline-s="
            "%s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n" % (path,
            s.cookie, len(body), extra)).encode() + body)
        return s.read(c)
multipart = "Content-Type: multipart/form-data; boundary=%s\r\n" % \
    s.BOUNDARY.decode()
refused("a message before the token", raw("/send", body, multipart), 403)
form = "Content-Type: application/x-www-form-urlencoded\r\n"
leave = ("token=" + own).encode()
for extra in ("Origin: http://evil.onion\r\n", "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n"):
    refused(extra, raw("/leave", leave, form + extra), 403)
    refused(extra, raw("/send", b"".join(s.parts([("token", None,
        own.encode()), ("message", None, b"x")])), multipart + extra), 403)
refused("no form", raw("/leave", leave, "Content-Type: text/plain\r\n"), 400)
refused("no page", s.get("/nothing"), 404)
refused("no such upload", s.upload("/box", []), 404)
refused("no id", s.post("/delete", {"token": own, "reply": "../x"}), 400)
refused("no parts", s.post("/drop", {"token": own, "part": "zz"}), 400)
# A field that is far too long, a name that is.
refused("a long token", s.upload("/send", [("token", None, b"x" * 5000)]), 400)
assert s.get("/box").status == 200 and s.token == own
# Somebody links to the page from elsewhere: that is no attack.
with s.connect() as c:
    c.sendall(b"GET / HTTP/1.1\r\nHost: page.onion\r\nSec-Fetch-Site: "
        b"cross-site\r\nConnection: close\r\n\r\n")
    refused("a link", s.read(c), 200)
PY
[ "$(drops)" -eq "$left" ] || fail 'something came in by a wrong door'
quiet

# --- restarted: a visit is forgotten, a code name is not
page_down
for i in $(seq 1500); do echo "Rule $i: do not tell anybody."; done \
	>"$T/advice/advice.en.txt"
page_up --advice "$T/advice"
source_does enter $(cat "$T/words") -- box
out_says 'enter 200'
# Also when the first page is long, a wrong code name is answered as a right one.
python3 - "$SOCK" "$(cat "$T/words")" <<'PY' || fail 'a long page tells'
import sys
sys.path.insert(0, "tests/scenario")
from page_source import Source
wrong, right = Source(sys.argv[1]), Source(sys.argv[1])
sizes = len(wrong.enter("not so").raw), len(right.enter(sys.argv[2]).raw)
assert wrong.token is None and right.token and sizes[0] > 40000
assert sizes[0] == sizes[1], sizes
PY
page_down
