#!/usr/bin/env python3
"""page_source.py -- a source at the page of `tipline serve`, for scenarios.

usage: page_source.py SOCKET STEP...
Steps, each with its words behind it up to the next "--":
  begin                      a new code name; printed, and written to words=FILE
  enter WORDS                come back
  send [message=TEXT] [file=PATH]... [name=NAME]   as a form with files
  break BYTES file=PATH      the same, and the connection ends after so many
  part file=PATH...          parts
  join how=one name=NAME     all parts that are shown; or how=each
  drop                       all parts that are shown
  box                        what is shown: replies and parts, a line each
                             (box now: without the equal time)
  delete                     the first reply that is shown
  leave
Each prints "STEP STATUS NOTICE".  With VISIT=FILE in the environment a visit
goes on from one call to the next.  Used as a module, Source has the same."""
import html
import os
import re
import socket
import sys
import urllib.parse


class Answer:
	def __init__(self, raw):
		head, _, self.body = raw.partition(b"\r\n\r\n")
		lines = head.decode("latin-1").split("\r\n")
		self.status = int(lines[0].split()[1]) if raw else 0
		self.headers = [tuple(l.split(": ", 1)) for l in lines[1:]]
		self.raw = raw

	def header(self, name):
		for key, value in self.headers:
			if key.lower() == name.lower():
				return value
		return None

	@property
	def text(self):
		return self.body.decode("utf-8", "replace")


def complete(raw):
	head, mark, body = raw.partition(b"\r\n\r\n")
	if not mark:
		return False
	m = re.search(rb"(?i)content-length: *(\d+)", head)
	return m is not None and len(body) >= int(m.group(1))


def quoted(name):
	return name.replace(b'"', b"%22").replace(b"\r", b"%0D").replace(
		b"\n", b"%0A")


class Source:
	BOUNDARY = b"----tipline7MA4YWxkTrZu0gW"

	def __init__(self, path, timeout=60):
		self.path = path
		self.timeout = timeout
		self.cookie = self.token = self.words = None
		self.last = None

	def connect(self):
		s = socket.socket(socket.AF_UNIX)
		s.settimeout(self.timeout)
		s.connect(self.path)
		return s

	def head(self, method, path, extra=()):
		lines = [f"{method} {path} HTTP/1.1", "Host: page.onion",
			"Accept-Language: en", "Connection: close"]
		if self.cookie:
			lines.append("Cookie: tipline-s=" + self.cookie)
		if method == "POST":
			lines += ["Origin: http://page.onion",
				"Sec-Fetch-Site: same-origin"]
		return ("\r\n".join(lines + list(extra)) + "\r\n\r\n").encode()

	def read(self, s):
		raw = b""
		while not complete(raw):
			try:
				piece = s.recv(1 << 18)
			except (ConnectionError, socket.timeout):
				break
			if not piece:
				break
			raw += piece
		return self.take(Answer(raw))

	def take(self, answer):
		cookie = answer.header("Set-Cookie") or ""
		m = re.match(r"tipline-s=([0-9a-f]{64})", cookie)
		if m:
			self.cookie = None if "Max-Age=0" in cookie else m.group(1)
		m = re.search(r'name="token" value="([0-9a-f]{64})"', answer.text)
		if m:
			self.token = m.group(1)
		self.last = answer
		return answer

	def get(self, path):
		with self.connect() as s:
			s.sendall(self.head("GET", path))
			return self.read(s)

	def post(self, path, fields):
		body = urllib.parse.urlencode(fields).encode()
		with self.connect() as s:
			s.sendall(self.head("POST", path, (
				"Content-Type: application/x-www-form-urlencoded",
				f"Content-Length: {len(body)}")) + body)
			return self.read(s)

	# Pieces of a form: (field, None, bytes) or (field, file name, bytes or
	# path or iterator of bytes with its length)
	def parts(self, fields):
		pieces = []
		for field, name, value in fields:
			head = (b"--" + self.BOUNDARY +
				b'\r\nContent-Disposition: form-data; name="' +
				field.encode() + b'"')
			if name is not None:
				head += b'; filename="' + quoted(os.fsencode(name)) + \
					b'"\r\nContent-Type: application/octet-stream'
			pieces += [head + b"\r\n\r\n", value, b"\r\n"]
		return pieces + [b"--" + self.BOUNDARY + b"--\r\n"]

	@staticmethod
	def length(piece):
		return len(piece) if isinstance(piece, bytes) else \
			os.path.getsize(piece)

	@staticmethod
	def chunks(piece):
		if isinstance(piece, bytes):
			yield piece
			return
		with open(piece, "rb") as f:
			while data := f.read(1 << 18):
				yield data

	def upload(self, path, fields, stop=None, extra=()):
		"""A form with files; ends the connection after `stop` bytes."""
		pieces = self.parts([("token", None, (self.token or "").encode()),
			("l", None, b"en")] + fields)
		length = sum(map(self.length, pieces))
		with self.connect() as s:
			s.sendall(self.head("POST", path, (
				"Content-Type: multipart/form-data; boundary=" +
				self.BOUNDARY.decode(), f"Content-Length: {length}")
				+ tuple(extra)))
			sent = 0
			try:
				for piece in pieces:
					for data in self.chunks(piece):
						if stop is not None and \
						    sent + len(data) > stop:
							s.sendall(data[:stop - sent])
							return None
						s.sendall(data)
						sent += len(data)
			except (ConnectionError, socket.timeout):
				pass		# it may have answered all the same
			return self.read(s)

	# --- what a source does
	def begin(self):
		a = self.post("/begin", {"l": "en"})
		m = re.search(r'class="words"[^>]*>(.*?)</p>', a.text, re.S)
		self.words = " ".join(re.sub("<[^>]*>", " ",
			m.group(1)).split()) if m else None
		return a

	def enter(self, words):
		return self.post("/enter", {"l": "en", "words": words})

	def send(self, message=None, files=(), **how):
		fields = []
		if message is not None:
			fields.append(("message", None, message if
				isinstance(message, bytes) else message.encode()))
		fields += [("files", name, data) for name, data in files]
		return self.upload("/send", fields, **how)

	def shown(self, name):
		return re.findall(r'name="%s" value="([0-9a-f]{32})"' % name,
			self.last.text)

	def parts_shown(self):
		"""(name, "first 65532 bytes" or "5 MiB")"""
		return [(html.unescape(n), s.replace("\xa0", " ").strip())
			for n, s in re.findall(r'<label for="part\d+"><bdi>(.*?)</bdi>'
			r", (.*?)</label>", self.last.text, re.S)]

	def replies_shown(self):
		return self.shown("reply")

	def notice(self):
		if self.last is None:
			return ""
		m = re.search(r'id="told"[^>]*>(.*?)</(?:div|section)>',
			self.last.text, re.S)
		return " ".join(re.sub("<[^>]*>", " ", m.group(1)).split()) \
			if m else ""


def main():
	source = Source(sys.argv[1])
	steps, words = [], sys.argv[2:]
	visit = os.environ.get("VISIT")
	if visit and os.path.exists(visit):
		source.cookie, source.token = open(visit).read().split()
	while words:
		end = words.index("--") if "--" in words else len(words)
		steps.append(words[:end])
		words = words[end + 1:]
	for step in steps:
		name, args = step[0], [w.split("=", 1) for w in step[1:]
			if "=" in w]
		plain = [w for w in step[1:] if "=" not in w]
		opts = dict(args)
		files = [(opts.get("name", os.path.basename(v)), v)
			for k, v in args if k == "file"]
		if name == "begin":
			source.begin()
			print(source.words)
			if "words" in opts:
				open(opts["words"], "w").write(source.words + "\n")
		elif name == "enter":
			source.enter(" ".join(plain))
		elif name == "send":
			source.send(opts.get("message"), files)
		elif name == "break":
			source.send(opts.get("message"), files, stop=int(plain[0]))
		elif name == "part":
			source.upload("/part", [("parts", n, v) for n, v in files])
		elif name in ("join", "drop"):
			source.get("/")
			source.post("/" + name, [("token", source.token)] +
				[("part", p) for p in source.shown("part")] +
				list(opts.items()))
		elif name == "delete":
			source.get("/")
			source.post("/delete", {"token": source.token,
				"reply": source.shown("reply")[0]})
		elif name == "leave":
			source.post("/leave", {"token": source.token})
		elif name == "box":
			source.get("/" if "now" in plain else "/box")
			for reply in source.replies_shown():
				print("reply", reply)
			for part in source.parts_shown():
				print("part", *part)
		else:
			sys.exit("page_source: no step " + name)
		print(name, source.last.status if source.last else 0,
			source.notice())
	if visit and source.cookie:
		open(visit, "w").write(f"{source.cookie} {source.token}\n")


if __name__ == "__main__":
	main()
