"""
mock.py -- the other side of the review page, for the tests of the page alone:
the API of docs/format.md "Review page" over a few invented items, with ways to
be slow, to be gone, and to be another window.  It is no check of the program:
tests/scenario drives the page on the real one.

    python3 mock.py [PORT]      serves it for a person to look at
"""
import bisect
import http.server
import json
import pathlib
import re
import struct
import sys
import threading
import time
import urllib.parse
import zlib

STATIC = pathlib.Path(__file__).resolve().parents[2] / "redact/page/static"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css",
         ".json": "application/json"}
CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; "
       "img-src 'self' blob:; media-src 'self'; connect-src 'self'; "
       "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
REASONS = ("source bystander minor contact place credential legal security "
           "off-topic").split()
TOKEN = "0123456789abcdef"

LETTER = """Dear desk,\r
\r
my name is Mara Lindqvist \U0001f469\u200d\U0001f4bb and I work at the harbour.\r
Write to mara.lindqvist@example.org or call +1 202 555 0143.\r
Jose\u0301 Garci\u0301a knows more.\tHe is in Gda\u0144sk.\r
Not what it seems: \u202egnp.exe\u202c and a\u200bb.\r
\u05e9\u05dc\u05d5\u05dd Anna, her\u00a0number\u202fis <b>0x5aFE</b> & more.\r
<script>alert("x")</script>\r
Mara Lindqvist\r
"""
TABLE = "name;mail;amount\nTeodor Vance;teodor.vance@example.org;41200\n" + \
        "\"Nowak; Anna\";anna@example.org;17\n" * 12
MAIL = """From: Mara Lindqvist <mara.lindqvist@example.org>
To: desk@paper.example
Subject: The second invoice
Date: Mon, 2 Mar 2026 08:14:56 +0000

The payments are in the table. Call me on +1 202 555 0143.

Attachment: payments.csv
"""
# A letter with two pictures in it; what was read in them comes last.
MEMO = "Teodor Vance keeps the invoices.\nHe is in Gda\u0144sk.\n"
MEMO_READ = ("Paid by Teodor Vance\n", "")
PAGE = "Minutes of the harbour board, read by Teodor Vance in Gda\u0144sk."


def png(width, height, boxes):
    """White paper with grey boxes: (x0, y0, x1, y1, grey)."""
    rows = [bytearray(b"\xff" * width) for _ in range(height)]
    for x0, y0, x1, y1, grey in boxes:
        for y in range(max(0, y0), min(height, y1)):
            rows[y][x0:x1] = bytes([grey]) * (min(width, x1) - x0)
    raw = b"".join(b"\0" + bytes(r) for r in rows)

    def chunk(name, data):
        return (struct.pack(">I", len(data)) + name + data +
                struct.pack(">I", zlib.crc32(name + data)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(
        ">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
        chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def wav(seconds):
    data = b"\x80" * (8000 * seconds)
    return (b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) +
            b"data" + struct.pack("<I", len(data)) + data)


class Item:
    def __init__(self, name, view, text, patterns, form="txt", pictures=()):
        self.name, self.view, self.format = name, view, form
        self.own = len(text.encode())
        self.pictures = [p.encode() for p in pictures]
        text += "".join(pictures)
        self.raw = text.encode()
        self.seen, self.boxes, self.times = [], [], []
        self.keep_form = self.whiten = self.unredacted = False
        self.findings = []
        at, n = [], 0            # bytes before each character
        for c in text + "\0":
            at.append(n)
            n += len(c.encode())
        for kind, pattern in patterns:
            for m in re.finditer(pattern, text):
                start = at[m.start()]
                self.add(kind, start, start + len(m.group().encode()))
        self.sort()
        self.sheets = self.cut()

    def cut(self):
        """Stretches of whole lines of about 6000 bytes; then pictures."""
        out, start = [], 0
        while self.own - start > 6000:
            end = self.raw.find(b"\n", start + 6000) + 1 or self.own
            out.append((start, end))
            start = end
        out.append((start, self.own))
        for read in self.pictures:
            out.append((out[-1][1], out[-1][1] + len(read)))
        return out

    def pages_from(self):
        """The first sheet that is a page."""
        return 0 if self.view == "pages" else \
            len(self.sheets) - len(self.pictures)

    def page(self, sheet):
        """Which page of the layout the sheet is, or None."""
        page = sheet - self.pages_from()
        return page if page >= 0 else None

    def add(self, kind, start, end, decision="undecided", finder="names"):
        f = {"kind": kind, "start": start, "end": end, "value":
             self.raw[start:end].decode(), "why": "a form that is known",
             "finder": finder, "confidence": 0.95, "decision": decision,
             "by": "", "mine": False, "reason": "", "show": "label",
             "label": f"[{kind}-1]", "changed": False, "since": 0}
        self.findings.append(f)
        return f

    def sort(self):
        self.findings.sort(key=lambda f: (f["start"], -f["end"]))

    def words(self, sheet):
        """The words of a page: 1200 units a letter, 40 letters a line."""
        out, x, y = [], 0, 0
        for m in re.compile(rb"\S+").finditer(self.raw, *self.sheets[sheet]):
            n = len(m.group().decode())
            if x + n > 40:
                x, y = 0, y + 1
            out.append([m.start(), m.end(), 5000 + x * 1200, 6000 + y * 3000,
                        5000 + (x + n) * 1200 - 300, 7600 + y * 3000])
            x += n + 1
        return out

    def made(self, start, end):
        """Labels in the place of what is redacted; no more than a mock."""
        out, at = b"", start
        self.sort()
        for f in self.findings:
            if f["decision"] == "redact" and at <= f["start"] < end:
                out += self.raw[at:f["start"]] + f["label"].encode()
                at = f["end"]
        return (out + self.raw[at:end]).decode()


def invented(many=0, pictures=False):
    people = [("PERSON", "Mara Lindqvist|Jose\u0301 Garci\u0301a|Anna"),
              ("EMAIL", r"[a-z.]+@[a-z.]+\.[a-z]+"),
              ("PHONE", r"\+1 202 555 \d+"), ("LOCATION", "Gda\u0144sk")]
    items = [Item("letter.txt", "text", LETTER, people),
             Item("payments.csv", "table", TABLE, people + [
                 ("PERSON", "Teodor Vance|Nowak; Anna"),
                 ("AMOUNT", "41200")], "csv"),
             Item("letter.eml", "mail", MAIL, people, "eml"),
             Item("minutes.pdf", "pages", PAGE, [
                 ("PERSON", "Teodor Vance"), ("LOCATION", "Gda\u0144sk")],
                 "pdf"),
             Item("pier.png", "pages", "", [], "png"),
             Item("call.wav", "sound", "", [], "wav")]
    if pictures:
        items.append(Item("memo.docx", "text", MEMO, [
            ("PERSON", "Teodor Vance"), ("LOCATION", "Gda\u0144sk")],
            "docx", MEMO_READ))
    if many:
        line = "Anna wrote to a.b@example.org on the day before.\n"
        items.append(Item("long.txt", "text", line * (many // 2), [
            ("PERSON", "Anna"), ("EMAIL", "a.b@example.org")]))
    return items


class Review:
    """All that the server knows; a test changes it as another window would."""

    def __init__(self, many=0, pictures=False):
        self.items = invented(many, pictures)
        self.revision, self.mode, self.notes = 1, "decide", []
        self.signed, self.needed, self.by = 0, 2, []
        self.touched = {}        # item: last revision
        self.before = []         # for undo
        self.gone = self.ended = False
        self.delay = 0.0
        self.fail = {}           # path: (status, answer)
        self.held_back = {}      # path begins so: Event that lets it go on
        self.log = []
        self.lock = threading.RLock()
        self.imported = []

    def hold(self, path):
        """Answer no question under this path before let_go()."""
        self.held_back[path] = threading.Event()

    def let_go(self, path):
        self.held_back.pop(path).set()

    def held(self, path):
        for begin, go_on in list(self.held_back.items()):
            if path.startswith(begin):
                go_on.wait()

    def state(self):
        items = [{"item": i, "name": it.name, "format": it.format, "view":
                  it.view, "sheets": len(it.sheets), "seen": it.seen,
                  "pages_from": it.pages_from(),
                  **{d: sum(f["decision"] == d for f in it.findings)
                     for d in ("undecided", "redact", "keep")},
                  "boxes": len(it.boxes), "times": len(it.times),
                  "changed": sum(f["changed"] for f in it.findings),
                  "keep_form": it.keep_form, "whiten": it.whiten,
                  "unredacted": it.unredacted,
                  "can_keep_form": it.format == "pdf",
                  "can_whiten": it.format == "png",
                  "can_mute": it.view == "sound",
                  "duration": 8000 if it.view == "sound" else 0,
                  "width": 0, "height": 0}
                 for i, it in enumerate(self.items)]
        return {"revision": self.revision, "name": "brisk-otter",
                "submission": "00" * 16, "me": {"fpr": "ab" * 16,
                                                "label": "desk"},
                "standing": {"signed": self.signed, "needed": self.needed,
                             "mine": False, "decided": False, "by": self.by},
                "mode": self.mode, "undecided": sum(
                    it["undecided"] for it in items),
                "unseen": sum(it["sheets"] - len(it["seen"])
                              for it in items),
                "reasons": [{"code": c, "text": "", "key": str(n + 1)}
                            for n, c in enumerate(REASONS)] + self.imported,
                "notes": self.notes, "items": items, "withheld": 0}

    def find(self, i, q):
        for f in self.items[i].findings:
            if (f["kind"], f["start"], f["end"]) == (
                    q["kind"], q["start"], q["end"]):
                return f
        return None

    def changed(self, items, findings=()):
        self.revision += 1
        for i in items:
            self.touched[i] = self.revision
        for f in findings:
            f["since"] = self.revision
        s = self.state()
        return 200, {"revision": self.revision, "undecided": s["undecided"],
                     "unseen": s["unseen"], "items": list(items)}

    def decide_one(self, f, q):
        f["decision"] = q["decision"]
        f["by"], f["mine"] = "desk", True
        for key in ("reason", "show"):
            if key in q:
                f[key] = q[key]

    def post(self, path, q):
        with self.lock:
            self.log.append((path, q))
            if path in self.fail:
                return self.fail.pop(path)
            return getattr(self, "do_" + path.rsplit("/", 1)[1])(q)

    def conflict(self):
        return 409, {"error": "It was changed meanwhile; look at it again.",
                     "state": "conflict"}

    def keep(self):
        self.before.append(json.dumps([[it.findings, it.boxes, it.times,
                                        it.seen] for it in self.items]))

    def do_decide(self, q):
        found = [self.find(q["item"], f) for f in q["findings"]]
        if None in found or any(f["since"] > q["revision"] for f in found):
            return self.conflict()
        self.keep()
        for f in found:
            self.decide_one(f, q)
        return self.changed([q["item"]], found)

    def equal(self, test):
        return [(i, f) for i, it in enumerate(self.items)
                for f in it.findings if test(f)]

    def do_equal(self, q):
        value = self.find(q["item"], q)["value"]
        found = self.equal(lambda f: f["value"] == value)
        if q.get("count"):
            return 200, {"count": len(found),
                         "items": len({i for i, _ in found})}
        self.keep()
        for _, f in found:
            self.decide_one(f, q)
        return self.changed({i for i, _ in found}, [f for _, f in found])

    def do_words(self, q):
        hits = [(i, m) for i, it in enumerate(self.items)
                for m in re.finditer(re.escape(q["words"].encode()), it.raw)]
        if q.get("count"):
            return 200, {"count": len(hits),
                         "items": len({i for i, _ in hits})}
        self.keep()
        for i, m in hits:
            where = {"kind": "WATCHLIST", "start": m.start(), "end": m.end()}
            f = self.find(i, where) or self.items[i].add(
                "WATCHLIST", m.start(), m.end(), finder="person")
            self.decide_one(f, q)
        return self.changed({i for i, _ in hits})

    def do_add(self, q):
        self.keep()
        f = self.items[q["item"]].add(q["kind"], q["start"], q["end"],
                                      finder="person")
        self.decide_one(f, q)
        return self.changed([q["item"]], [f])

    def do_edges(self, q):
        f = self.find(q["item"], q)
        if f is None or f["since"] > q["revision"]:
            return self.conflict()
        self.keep()
        f["start"], f["end"] = q["to_start"], q["to_end"]
        f["value"] = self.items[q["item"]].raw[f["start"]:f["end"]].decode()
        return self.changed([q["item"]], [f])

    def do_box(self, q):
        self.keep()
        self.items[q["item"]].boxes.append({
            **{k: q[k] for k in ("page", "x0", "y0", "x1", "y1")},
            "reason": q.get("reason", ""), "by": "desk", "changed": False})
        return self.changed([q["item"]])

    def do_unbox(self, q):
        self.keep()
        del self.items[q["item"]].boxes[q["index"]]
        return self.changed([q["item"]])

    def do_time(self, q):
        self.keep()
        self.items[q["item"]].times.append({
            **{k: q[k] for k in ("from", "to", "x0", "y0", "x1", "y1")},
            "reason": q.get("reason", ""), "by": "desk"})
        return self.changed([q["item"]])

    def do_untime(self, q):
        self.keep()
        del self.items[q["item"]].times[q["index"]]
        return self.changed([q["item"]])

    def do_seen(self, q):
        seen = set(self.items[q["item"]].seen) - {q["sheet"]}
        self.items[q["item"]].seen = sorted(seen | (
            {q["sheet"]} if q["seen"] else set()))
        return self.changed([q["item"]])

    def do_options(self, q):
        for key in ("keep_form", "whiten", "unredacted"):
            if key in q:
                setattr(self.items[q["item"]], key, q[key])
        return self.changed([q["item"]])

    def do_undo(self, q):
        if not self.before:
            return 400, {"error": "There is nothing to take back; go on.",
                         "state": "refused"}
        for it, was in zip(self.items, json.loads(self.before.pop())):
            it.findings, it.boxes, it.times, it.seen = was
        return self.changed(range(len(self.items)))

    def do_sign(self, q):
        s = self.state()
        if s["undecided"] or s["unseen"]:
            return 409, {"error": "Not all is decided; decide it first.",
                         "state": "incomplete"}
        self.signed += 1
        return self.changed([])

    def do_return(self, q):
        self.notes.append({"by": "desk", "returned": True,
                           "text": q["text"]})
        return self.changed([])

    def do_close(self, q):
        answer = self.changed([])
        self.ended = True
        return answer


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, kind, data):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", CSP)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def json(self, status, what):
        self.answer(status, "application/json", json.dumps(what).encode())

    def do_POST(self):
        r = self.server.review
        q = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(r.delay)
        if r.gone:
            self.close_connection = True
            return self.connection.close()
        if r.ended or self.headers["X-Tipline-Token"] != TOKEN:
            return self.json(403, {"error": "The review has ended."})
        self.json(*r.post(self.path, q))

    def do_GET(self):
        r = self.server.review
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        part = url.path.strip("/").split("/")
        if part == [""]:
            text = (STATIC / "index.html").read_text()
            text = text.replace("@LANG@", query.get("lang", "en"))
            return self.answer(200, "text/html; charset=utf-8", text.replace(
                "@TOKEN@", TOKEN).encode())
        if part[0] not in ("static", "api", "picture", "made", "media",
                           "madem"):
            return self.json(404, {"error": "There is no such page."})
        if part[0] == "static":
            path = STATIC / part[1]
            return self.answer(200, TYPES[path.suffix] + "; charset=utf-8",
                               path.read_bytes())
        if r.gone:
            self.close_connection = True
            return self.connection.close()
        if r.ended:
            return self.json(403, {"error": "The review has ended."})
        r.held(url.path)
        with r.lock:
            self.get(r, part, query)

    def get(self, r, part, query):
        if part == ["api", "state"]:
            return self.json(200, r.state())
        if part == ["api", "changes"]:
            since = int(query["since"])
            return self.json(200, {"revision": r.revision, "items": [
                i for i, n in r.touched.items() if n > since]})
        if part[0] in ("picture", "made"):
            it, sheet = r.items[int(part[1])], int(part[2])
            words, page = it.words(sheet), it.page(sheet)
            if page is None:
                return self.json(404, {"error": "This sheet is no picture."})
            boxes = [tuple(v // 100 for v in w[2:]) + (90,)
                     for w in words] or [(200, 150, 330, 420, 150)]
            if part[0] == "made":
                boxes = [b for b, w in zip(boxes, words or boxes)
                         if not any(f["decision"] == "redact" and
                                    f["start"] < w[1] and f["end"] > w[0]
                                    for f in it.findings)]
                boxes += [tuple(b[k] // 100 for k in ("x0", "y0", "x1", "y1"))
                          + (0,) for b in it.boxes if b["page"] == page]
            return self.answer(200, "image/png", png(595, 842, boxes))
        if part[0] in ("media", "madem"):
            return self.answer(200, "audio/wav", wav(8))
        it = r.items[int(part[2])]
        if part[1] == "made":
            start, end = it.sheets[int(part[3])]
            if it.page(int(part[3])) is not None:
                return self.json(404, {"error": "This sheet is no text."})
            return self.json(200, {"state": "done", "text":
                                   it.made(start, end), "detail": ""})
        if len(part) == 3:
            it.sort()
            for f in it.findings:
                f["sheet"] = bisect.bisect([s for s, _ in it.sheets],
                                           f["start"]) - 1
            return self.json(200, {"revision": r.revision, "findings":
                                   it.findings, "boxes": it.boxes,
                                   "times": it.times})
        start, end = it.sheets[int(part[4])]
        drawn = it.page(int(part[4])) is not None
        self.json(200, {"start": start, "end": end, "text":
                        it.raw[start:end].decode(), "width":
                        59500 if drawn else 0, "height": 84200 if drawn
                        else 0, "words": it.words(int(part[4])) if drawn
                        else []})


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A browser that goes away in the middle is no error."""


def serve(review, port=0):
    """A server in a thread."""
    server = Server(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.review = review
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    running = serve(Review(int((sys.argv + ["0", "0"])[2] or 0), True),
                    int((sys.argv + ["8099"])[1]))
    print(f"http://127.0.0.1:{running.server_port}/")
    threading.Event().wait()
