#!/usr/bin/python3
"""letterbox.py -- what follows from a code name, with PyNaCl and hashlib alone,
from the page that describes the formats ("Code names", "Replies", "Parts").

usage: letterbox.py id STATE WORDS            the letterbox's id
       letterbox.py reply STATE WORDS FILE... the text of each reply
       letterbox.py part STATE WORDS FILE...  the content of parts, joined
WORDS is a file with the code name, STATE the folder that holds `salt`."""
import hashlib
import os
import re
import struct
import sys

from nacl import bindings as nacl

LIST = os.path.join(os.path.dirname(__file__),
	"../../intake/letterbox/words.txt")


def must(sound, what):
	if not sound:
		sys.exit(f"letterbox.py: {what}")


def code_name(typed):
	words = [w for w in open(LIST).read().split("\n")
		if w and not w.startswith("#")]
	must(len(words) == 7772 and words == sorted(words), "list of words")
	name = re.findall("[a-z]+", typed.lower())
	must(len(name) == 8 and set(name) <= set(words), "words")
	secret = " ".join(name[:7]).encode()
	sum_ = hashlib.blake2b(b"tipline code name " + secret,
		digest_size=32).digest()
	must(words[struct.unpack(">I", sum_[:4])[0] % 7772] == name[7], "check")
	return secret


class Box:
	def __init__(self, state, words):
		salt = open(os.path.join(state, "salt"), "rb").read()
		must(len(salt) == 16, "salt")
		key = nacl.crypto_pwhash_alg(32, code_name(words), salt, 2,
			19 << 20, nacl.crypto_pwhash_ALG_ARGON2ID13)

		def subkey(i, n):
			return hashlib.blake2b(b"", digest_size=n, key=key,
				salt=struct.pack("<QQ", i, 0),
				person=b"TIPLETBX" + bytes(8)).digest()
		self.id = subkey(1, 16)
		self.reply, self.part = subkey(2, 32), subkey(3, 32)

	@staticmethod
	def unseal(box, sk):
		return nacl.crypto_box_seal_open(box,
			nacl.crypto_scalarmult_base(sk), sk)


def read_reply(box, path):
	raw = open(path, "rb").read()
	must(len(raw) == 8570 and raw[:8] == b"TIPREPL1", "a reply's form")
	must(raw[8:24] == box.id, "another's reply")
	reply = hashlib.sha256(raw[:8264]).digest()[:16]
	must(os.path.basename(path) ==
		f"{box.id.hex()}.{reply.hex()}.reply", "a reply's name")
	must(raw[8264:].startswith(b"-----BEGIN SSH SIGNATURE-----\n"), "armor")
	block = box.unseal(raw[24:8264], box.reply)
	version, sent, n = struct.unpack(">BQH", block[:11])
	must(len(block) == 8192 and version == 1, "a reply's block")
	must(block[11 + n:] == bytes(8181 - n), "a reply's padding")
	return sent, block[11:11 + n].decode()


def padme(n):
	e = n.bit_length() - 1
	last = e - e.bit_length()
	mask = (1 << last) - 1
	return (n + mask) & ~mask


def read_part(box, path):
	raw = open(path, "rb").read()
	must(raw[:8] == b"TIPPART1", "a part's form")
	part = bytes.fromhex(os.path.basename(path))
	head = box.unseal(raw[8:369], box.part)
	must(head[0] == 1 and head[1:17] == part and len(head) == 313, "head")
	key, name = head[17:49], head[58:58 + head[57]]
	arrived, = struct.unpack(">Q", head[49:57])
	must(arrived % 3600 == 0 and head[58 + head[57]:].strip(b"\0") == b"",
		"head")
	end, must_end = raw[369:417], raw[417:512]
	must(must_end == bytes(95), "zeros")
	sub = hashlib.blake2b(b"tipline part end", key=key,
		digest_size=32).digest()
	whole = end != bytes(48)
	size, = struct.unpack(">Q", nacl.crypto_secretbox_open(end[24:],
		end[:24], sub)) if whole else (None,)
	what = b"tipline object" + struct.pack(">BI", 18, 1)
	stream = nacl.crypto_secretstream_xchacha20poly1305_state()
	must(raw[512:520] == b"TIPSEAL1", "object")
	nacl.crypto_secretstream_xchacha20poly1305_init_pull(stream,
		raw[520:544], hashlib.blake2b(what, key=key,
		digest_size=32).digest())
	ad = box.id + part + struct.pack(">BBI", 18, 1, 1)
	content, at, final, plain = b"", 544, False, 0
	while at < len(raw) and not final:
		chunk = raw[at:at + 65553]
		at += len(chunk)
		if not whole and len(chunk) < 65553:
			break
		p, tag = nacl.crypto_secretstream_xchacha20poly1305_pull(
			stream, chunk, ad)
		n, = struct.unpack(">I", p[:4])
		content += p[4:4 + n]
		plain += len(p)
		final = tag == 3
	if whole:
		must(final and at == len(raw) and len(content) == size, "end")
		chunks = max(1, -(-size // 65532))
		must(plain == padme(max(256, size + 4 * chunks)), "length")
	else:
		must(len(content) % 65532 == 0, "whole chunks")
	return name, whole, content


def main():
	verb, state, words, *files = sys.argv[1:]
	box = Box(state, open(words).read())
	if verb == "id":
		print(box.id.hex())
	for f in files:
		if verb == "reply":
			print("%d %s" % read_reply(box, f))
		else:
			name, whole, content = read_part(box, f)
			sys.stderr.write(f"{name} {whole} {len(content)}\n")
			sys.stdout.buffer.write(content)


if __name__ == "__main__":
	main()
