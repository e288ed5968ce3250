#!/usr/bin/env python3
"""page_hostile.py -- what another program, or another page in the browser, may
send to a review.  usage: page_hostile.py ADDRESS CODE

Comes in as a browser does, then sends each hostile request on a connection of
its own.  Each must be refused, nothing may have changed after it, and the
review must still answer.  Prints how many were sent; ends with 1 at the first
that is not as it should be."""
import http.client
import json
import re
import socket
import sys
import threading
import time

address, code = sys.argv[1], sys.argv[2]
host = re.fullmatch(r"http://(127\.0\.0\.1:\d+)/", address).group(1)
port = int(host.split(":")[1])
SECRET = b"jane@"	# stands in the document
count = 0


def fail(what):
	print("page_hostile: " + what, file=sys.stderr)
	sys.exit(1)


def raw(data, wait=5.0, pieces=None):
	"""All that comes back; b"" when the connection is just closed."""
	got = b""
	with socket.create_connection(("127.0.0.1", port), timeout=wait) as s:
		try:
			for piece in pieces or [data]:
				s.sendall(piece)
			while True:
				part = s.recv(65536)
				if not part:
					break
				got += part
				if done(got):
					break
		except (ConnectionError, socket.timeout):
			pass
	return got


def done(got):
	head, mark, body = got.partition(b"\r\n\r\n")
	if not mark:
		return False
	m = re.search(rb"(?i)content-length: (\d+)", head)
	return len(body) >= int(m.group(1)) if m else True


def status(answer):
	m = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
	return int(m.group(1)) if m else 0


def build(method, target, fields, body=b"", version="HTTP/1.1"):
	lines = [f"{method} {target} {version}"]
	lines += [f"{k}: {v}" for k, v in fields]
	return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


# --- as a browser does
def enter(token):
	body = ("token=" + token).encode()
	return raw(build("POST", "/enter", [("Host", host),
		("Content-Type", "application/x-www-form-urlencoded"),
		("Origin", "null"), ("Content-Length", len(body)),
		("Connection", "close")], body))


first = raw(build("GET", "/", [("Host", host), ("Connection", "close")]))
if status(first) != 200 or b"name=\"token\"" not in first:
	fail("no form asks for the code")
if SECRET in first:
	fail("the form holds the document")
answer = enter(code)
if status(answer) != 200:
	fail("the code does not open: %r" % answer[:200])
cookie = re.search(rb"(?i)set-cookie: ([^;]+);", answer).group(1).decode()
for flag in (b"HttpOnly", b"SameSite=Strict", b"Path=/"):
	if flag not in answer:
		fail("the cookie has no %r" % flag)
home = raw(build("GET", "/", [("Host", host), ("Cookie", cookie),
	("Connection", "close")]))
token = re.search(rb'name="token" content="([0-9a-f]{64})"', home).group(1).decode()
if token in cookie or code in home.decode("utf-8"):
	fail("one secret stands in another's place")

GOOD = [("Host", host), ("Cookie", cookie), ("Connection", "close")]
POST = GOOD + [("Origin", "http://" + host), ("X-Tipline-Token", token),
	("Sec-Fetch-Site", "same-origin"), ("Content-Type", "application/json")]


def state():
	answer = raw(build("GET", "/api/state", GOOD))
	if status(answer) != 200:
		fail("the review does not answer: %r" % answer[:200])
	return answer.partition(b"\r\n\r\n")[2]


before = state()
revision = json.loads(before)["revision"]
SEEN = json.dumps({"revision": revision, "item": 0, "sheet": 0,
	"seen": True}).encode()


def without(fields, *names):
	return [(k, v) for k, v in fields if k not in names]


def with_(fields, **changes):
	fields = list(fields)
	for name, value in changes.items():
		name = name.replace("_", "-")
		fields = [(k, v) for k, v in fields if k.lower() != name.lower()]
		fields.append((name, value))
	return fields


def hostile(what, data, allowed, wait=5.0, pieces=None):
	"""Refused with one of these; 0: closed without a word."""
	global count
	count += 1
	answer = raw(data, wait, pieces)
	if status(answer) not in allowed:
		fail("%s: %r" % (what, answer[:300]))
	if SECRET in answer:
		fail("%s: got the document" % what)
	if b"Set-Cookie" in answer:
		fail("%s: got a cookie" % what)
	for line in re.split(rb"HTTP/1\.1 ", answer)[2:]:
		if line[:3] == b"200":
			fail("%s: a second answer: %r" % (what, line[:200]))
	if count % 10 == 0 and state() != before:
		fail("%s, or one before: something changed" % what)


def post(what, allowed, target="/api/seen", body=SEEN, fields=POST):
	hostile(what, build("POST", target, fields +
		[("Content-Length", len(body))], body), allowed)


def get(what, allowed, target="/api/state", fields=GOOD, method="GET"):
	hostile(what, build(method, target, fields), allowed)


# --- who it says it is
for name in ("localhost:%d" % port, "127.0.0.1", "127.0.0.1:%d" % (port ^ 1),
	"127.0.0.1:%d." % port, "127.0.0.1.:%d" % port, "[::1]:%d" % port,
	"[::ffff:127.0.0.1]:%d" % port, "127.1:%d" % port,
	"2130706433:%d" % port, "0x7f000001:%d" % port,
	"rebind.evil.example:%d" % port, "evil.example", "",
	"evil.example@" + host, host + ", evil.example"):
	get("Host %r" % name, (400, 403), fields=with_(GOOD, Host=name))
	post("Host %r, a change" % name, (400, 403), fields=with_(POST, Host=name))
get("no Host", (400, 403), fields=without(GOOD, "Host"))
hostile("Host twice", build("GET", "/api/state", [("Host", host)] + GOOD),
	(400,))
hostile("Host twice, another", build("GET", "/api/state",
	[("Host", "evil.example")] + GOOD), (400,))
for origin in ("null", "", "http://evil.example", "https://" + host,
	"http://localhost:%d" % port, "http://%s.evil.example" % host,
	"file://", "chrome-extension://abcdefghijklmnop"):
	post("Origin %r" % origin, (403,), fields=with_(POST, Origin=origin))
post("no Origin", (403,), fields=without(POST, "Origin"))
for site in ("cross-site", "same-site", "none"):
	post("Sec-Fetch-Site " + site, (403,),
		fields=with_(POST, Sec_Fetch_Site=site))
get("a look from another page", (403,), fields=GOOD +
	[("Sec-Fetch-Site", "cross-site")])
get("a script of another page", (403,), target="/static/app.js",
	fields=GOOD + [("Sec-Fetch-Site", "cross-site")])
get("a picture of another page", (403,), target="/picture/0/0",
	fields=GOOD + [("Sec-Fetch-Site", "cross-site")])

# --- what it has
for bad in (None, "", "x", cookie[:-1], cookie + "0", cookie.upper(),
	cookie.split("=")[0] + "=", cookie.split("=")[0] + "=" + "0" * 64):
	fields = without(POST, "Cookie") + ([("Cookie", bad)] if bad is not None
		else [])
	post("cookie %r" % bad, (403,), fields=fields)
	get("cookie %r" % bad, (403,), fields=without(GOOD, "Cookie") +
		([("Cookie", bad)] if bad is not None else []))
for bad in (None, "", token[:-1], token[::-1], token.upper() + "0", "0" * 64):
	post("form token %r" % bad, (403,), fields=without(POST,
		"X-Tipline-Token") + ([("X-Tipline-Token", bad)] if bad is not None
		else []))
count += 2
if status(enter(code)) != 403 or status(enter(token)) != 403:
	fail("a code opens twice")
hostile("a code from another page", build("POST", "/enter", [("Host", host),
	("Origin", "http://evil.example"), ("Content-Length", 18),
	("Content-Type", "application/x-www-form-urlencoded"),
	("Connection", "close")], b"token=aaaaaaaaaaaa"), (403,))

# --- what would change by looking
for name in ("decide", "seen", "sign", "close", "undo", "return", "box"):
	get("GET /api/" + name, (405,), target="/api/" + name)
	get("GET /api/%s?..." % name, (405,), target="/api/%s?revision=1&item=0"
		"&sheet=0&seen=true&decision=redact" % name)
get("HEAD of a change", (405,), target="/api/close", method="HEAD")
for kind in ("text/plain", "application/x-www-form-urlencoded",
	"multipart/form-data; boundary=x", "", "application/json+x"):
	post("type %r" % kind, (415,), fields=with_(POST, Content_Type=kind))
hostile("two types", build("POST", "/api/seen", POST + [("Content-Type",
	"text/plain"), ("Content-Length", len(SEEN))], SEEN), (400,))

# --- where it leads
for path in ("/..", "/../etc/passwd", "/static/../../etc/passwd",
	"/static/..%2f..%2fetc%2fpasswd", "/static/%2e%2e/index.html", "//",
	"//etc/passwd", "/static//etc/passwd", "/static/.", "/static/",
	"/static/%00", "/static/app.js%00.html", "/api/state/", "/api//state",
	"/%61pi/state", "/api/state%3f", "/api/state;x", "/api/state%20",
	"/static/..\\..\\etc\\passwd", "/api/item/0/sheet/0/../../../state",
	"/api/item/-1", "/api/item/1e9", "/api/item/0x0", "/api/item/ 0",
	"/api/item/99999999999999999999999999", "/api/item/4294967296",
	"/api/item/0/sheet/18446744073709551616", "/api/item/0/sheet/99999",
	"/picture/0/99999", "/picture/99999/0", "/made/0/-1", "/media/0",
	"/madem/99999", "/etc/passwd", "/proc/self/environ", "/favicon.ico"):
	get("path %r" % path, (400, 404, 0), target=path)
get("a very long path", (400, 404, 413, 414, 431, 0),
	target="/api/" + "a" * 70000)
get("a long path", (400, 404, 414), target="/" + "a" * 1500)
get("a long query", (400, 404, 414), target="/api/state?" + "a" * 1500)
get("a path without /", (400, 0), target="api/state")
get("a path of another server", (400, 403, 404),
	target="http://evil.example/api/state")
get("the whole address", (400, 404), target="http://" + host + "/api/state")
get("a star", (400, 404), target="*")
hostile("NUL in the path", b"GET /static/\0../x HTTP/1.1\r\nHost: " +
	host.encode() + b"\r\nCookie: " + cookie.encode() + b"\r\n\r\n",
	(400, 404, 0))
hostile("8 bits in the path", b"GET /api/\xff\xfe HTTP/1.1\r\nHost: " +
	host.encode() + b"\r\nCookie: " + cookie.encode() +
	b"\r\nConnection: close\r\n\r\n", (400, 404))

# --- how it is asked
for method in ("TRACE", "OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND",
	"get", "X" * 2000):
	get("method %.20s" % method, (400, 405, 414, 431, 501), method=method)
get("CONNECT", (400, 405, 501), target="evil.example:443", method="CONNECT")
get("a preflight", (400, 405, 501), method="OPTIONS", fields=with_(GOOD,
	Origin="http://evil.example") +
	[("Access-Control-Request-Method", "POST"),
	("Access-Control-Request-Private-Network", "true")])
hostile("a WebSocket", build("GET", "/api/changes", without(GOOD, "Connection",
	"Cookie") + [("Connection", "Upgrade"), ("Upgrade", "websocket"),
	("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key",
	"dGhlIHNhbXBsZSBub25jZQ==")]), (400, 403, 426))
hostile("HTTP/2 at once", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (0, 400, 405, 505))
hostile("TLS", bytes([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]) + bytes(500),
	(0, 400), wait=2)
hostile("no request at all", b"\r\n\r\n\r\n\r\n", (0, 400), wait=2)
hostile("HTTP/0.9", b"GET /\r\n\r\n", (0, 400, 403, 505), wait=2)
hostile("HTTP/9.9", build("GET", "/api/state", without(GOOD, "Cookie"),
	version="HTTP/9.9"), (0, 400, 403, 505), wait=2)

# --- how long it is, and how long it says it is
post("a body over the limit", (400, 413, 0), body=b"[" * ((512 << 10) + 1))
hostile("a length over the limit", build("POST", "/api/seen", POST +
	[("Content-Length", "99999999999")]), (413, 400, 0))
for length in ("-1", "+5", "5x", "0x10", " ", "18446744073709551617", "1,1"):
	hostile("Content-Length %r" % length, build("POST", "/api/seen", POST +
		[("Content-Length", length)], SEEN), (400, 413, 0), wait=2)
hostile("two lengths", build("POST", "/api/seen", POST + [("Content-Length",
	len(SEEN)), ("Content-Length", 0)], SEEN), (400, 0))
hostile("a length and chunks", build("POST", "/api/seen", POST +
	[("Content-Length", len(SEEN)), ("Transfer-Encoding", "chunked")],
	b"%x\r\n%s\r\n0\r\n\r\n" % (len(SEEN), SEEN)), (400, 0))
hostile("chunks and a length", build("POST", "/api/seen", POST +
	[("Transfer-Encoding", "chunked"), ("Content-Length", "4")],
	b"0\r\n\r\nGET /api/close HTTP/1.1\r\nHost: x\r\n\r\n"), (400, 0))
hostile("chunked", build("POST", "/api/seen", POST +
	[("Transfer-Encoding", "chunked")], b"%x\r\n%s\r\n0\r\n\r\n" %
	(len(SEEN), SEEN)), (400, 0))
hostile("nonsense as chunks", build("POST", "/api/seen", POST +
	[("Transfer-Encoding", "chunked")], b"zz\r\n\xff\xff\r\n"), (400, 0))
hostile("an endless chunk", build("POST", "/api/seen", POST +
	[("Transfer-Encoding", "chunked")], b"ffffffffffffffff\r\nx"),
	(400, 413, 0), wait=2)
hostile("Transfer-Encoding: x", build("POST", "/api/seen", POST +
	[("Transfer-Encoding", "xchunked"), ("Content-Length", len(SEEN))],
	SEEN), (400, 501, 0))
hostile("a body that is looked at", build("GET", "/api/state",
	without(GOOD, "Cookie") + [("Content-Length", 5)], b"hello"),
	(400, 403, 0))
hostile("a change behind a refusal", build("GET", "/x", without(GOOD,
	"Connection"), b"") + build("POST", "/api/seen", without(POST,
	"X-Tipline-Token") + [("Content-Length", len(SEEN))], SEEN), (404,))
hostile("many fields", build("GET", "/api/state", [("Host", host)] +
	[("X-%d" % i, "a" * 100) for i in range(5000)]), (400, 431, 413, 0))
hostile("a large field", build("GET", "/api/state", GOOD +
	[("X-Large", "a" * 300000)]), (400, 431, 413, 0))
hostile("a large cookie", build("GET", "/api/state", [("Host", host),
	("Cookie", "a=" + "b" * 60000), ("Connection", "close")]),
	(400, 403, 431, 413, 0))
hostile("a folded field", b"GET /api/state HTTP/1.1\r\nHost: " +
	host.encode() + b"\r\nX-A: b\r\n evil: c\r\nHost: x\r\n"
	b"Connection: close\r\n\r\n", (400, 403, 0))
hostile("a blank before the colon", b"GET /api/state HTTP/1.1\r\nHost : " +
	host.encode() + b"\r\nConnection: close\r\n\r\n", (400, 403, 0), wait=2)
hostile("lines that end with LF", b"GET /api/state HTTP/1.1\nHost: " +
	b"evil.example\nConnection: close\n\n", (400, 403, 0), wait=2)

# --- what it says
deep = b"[" * 200000
for what, body in (("no JSON", b""), ("half of it", SEEN[:-2]),
	("deep", deep), ("deep and closed", b"[" * 2000 + b"]" * 2000),
	("a list", b"[]"), ("null", b"null"), ("a number", b"1e400"),
	("twice", SEEN + SEEN), ("UTF-16", SEEN.decode().encode("utf-16")),
	("no UTF-8", b'{"revision":1,"item":0,"\xff":1}'),
	("a surrogate", b'{"revision":1,"item":0,"sheet":0,"seen":"\\ud800"}'),
	("NUL", b'{"revision":1,"item":0,"sheet":0,"seen":true}\0'),
	("a key twice", SEEN[:-1] + b',"seen":false}'),
	("an unknown key", SEEN[:-1] + b',"__proto__":{"seen":true}}'),
	("a huge number", b'{"revision":1,"item":1%s,"sheet":0}' % (b"0" * 400)),
	("a negative one", b'{"revision":1,"item":-1,"sheet":0,"seen":true}'),
	("a fraction", b'{"revision":1,"item":0.5,"sheet":0,"seen":true}'),
	("a later revision", b'{"revision":999999,"item":0,"sheet":0}'),
	("an item that is not there", SEEN.replace(b'"item": 0', b'"item": 77')),
	("a page that is not there", SEEN.replace(b'"sheet": 0',
	b'"sheet": 4294967295'))):
	post("body: " + what, (400, 404), body=body)
for what, start, end in (("behind the end", 0, 10 ** 9), ("backwards", 9, 3),
	("empty", 3, 3), ("inside a character", 1, 4), ("negative", -1, 3),
	("too large", 0, 2 ** 63)):
	for name, more in (("add", ""), ("edges", ',"to_start":0,"to_end":1'),
		("equal", ""), ("decide", None)):
		if more is None:
			body = ('{"revision":%d,"item":0,"findings":[{"kind":"EMAIL",'
				'"start":%d,"end":%d}],"decision":"redact"}' %
				(revision, start, end))
		elif name == "edges":
			body = ('{"revision":%d,"item":0,"kind":"EMAIL","start":%d,'
				'"end":%d%s}' % (revision, start, end, more))
		else:
			body = ('{"revision":%d,"item":0,"kind":"WATCHLIST","start":%d,'
				'"end":%d,"decision":"redact"}' % (revision, start, end))
		post("%s %s" % (name, what), (400, 404), target="/api/" + name,
			body=body.encode())
post("edges to the middle of a character", (400, 404), target="/api/edges",
	body=b'{"revision":%d,"item":0,"kind":"EMAIL","start":0,"end":2,'
	b'"to_start":1,"to_end":4}' % revision)
for range_ in ("bytes=0-18446744073709551615", "bytes=-1", "bytes=9-1",
	"bytes=" + ",".join("%d-%d" % (i, i) for i in range(100)), "lines=1-2"):
	get("Range of what has none", (404, 431), target="/media/0", fields=GOOD +
		[("Range", range_)])

# --- how slowly, and how often
slow = build("POST", "/api/seen", without(POST, "X-Tipline-Token") +
	[("Content-Length", len(SEEN))], SEEN)
hostile("byte by byte", None, (400, 403, 0), wait=8,
	pieces=[slow[i:i + 1] for i in range(len(slow))])
silent = []
try:
	for i in range(200):
		count += 1
		s = socket.create_connection(("127.0.0.1", port), timeout=2)
		s.sendall(b"GET /api/state HTTP/1.1\r\nHost: " + host.encode()[:i % 20])
		silent.append(s)
except OSError:
	pass
# While they hang there, and may hold every place, the wall goes on; once they
# are gone a person is served at once.
for s in silent:
	s.close()
begun = time.monotonic()
if state() != before:
	fail("something changed while 200 connections hung")
if time.monotonic() - begun > 5:
	fail("the review hangs after 200 connections")
results = []


def hammer():
	for _ in range(20):
		results.append(status(raw(build("GET", "/api/state",
			without(GOOD, "Cookie")))))


threads = [threading.Thread(target=hammer) for _ in range(10)]
for t in threads:
	t.start()
for t in threads:
	t.join()
count += len(results)
if any(r not in (403, 503, 0) for r in results):
	fail("a stranger got %r" % sorted(set(results)))

# --- and the person goes on
if state() != before:
	fail("something changed")
answer = raw(build("POST", "/api/seen", POST + [("Content-Length",
	len(SEEN))], SEEN))
if status(answer) != 200:
	fail("a good change is refused: %r" % answer[:300])
if json.loads(answer.partition(b"\r\n\r\n")[2])["revision"] != revision + 1:
	fail("a good change did not count")
answer = raw(build("POST", "/api/close", POST + [("Content-Length", 2)],
	b"{}"))
if status(answer) != 200:
	fail("the review cannot be closed: %r" % answer[:300])
print("%d hostile requests, each refused; nothing changed" % count)
