#!/usr/bin/env python3
# make_packs.py -- write the corpora of fuzz_pack, fuzz_inflate and fuzz_delta,
# which are small and the same every time.  usage: make_packs.py CORPUS_FOLDER
import hashlib, os, struct, sys, zlib

top = sys.argv[1]


def put(target, name, content):
    os.makedirs(os.path.join(top, target), exist_ok=True)
    with open(os.path.join(top, target, name), 'wb') as f:
        f.write(content)


def head(kind, n):
    b, n = kind << 4 | n & 15, n >> 4
    out = bytearray()
    while n:
        out.append(b | 0x80)
        b, n = n & 0x7f, n >> 7
    out.append(b)
    return bytes(out)


def back(n):
    out = [n & 0x7f]
    n >>= 7
    while n:
        n -= 1
        out.insert(0, 0x80 | n & 0x7f)
        n >>= 7
    return bytes(out)


def number(n):
    out = bytearray()
    while n > 0x7f:
        out.append(0x80 | n & 0x7f)
        n >>= 7
    out.append(n)
    return bytes(out)


def name(content):
    return hashlib.sha1(b'blob %d\0' % len(content) + content).digest()


def pack(entries, count=None, sound=True):
    body = b'PACK' + struct.pack('>II', 2, len(entries) if count is None
                                 else count)
    rows = []
    for oid, raw in entries:
        raw = raw(len(body), rows) if callable(raw) else raw
        rows.append((oid, zlib.crc32(raw), len(body)))
        body += raw
    body += hashlib.sha1(body).digest()
    rows.sort()
    idx = b'\377tOc' + struct.pack('>I', 2)
    for f in range(256):
        idx += struct.pack('>I', sum(r[0][0] <= f for r in rows))
    idx += b''.join(r[0] for r in rows)
    idx += b''.join(struct.pack('>I', r[1]) for r in rows)
    idx += b''.join(struct.pack('>I', r[2]) for r in rows)
    idx += body[-20:]
    idx += hashlib.sha1(idx).digest()
    if not sound:
        idx = idx[:1100] + b'\xff' * 8 + idx[1108:]
    return struct.pack('>I', len(body)) + body + idx


def whole(c):
    return head(3, len(c)) + zlib.compress(c)


one = b'all work and no play makes a dull vault\n' * 20
delta = number(len(one)) + number(len(one) + 3) + b'\x03abc' + \
    b'\x90' + bytes([len(one) & 255]) if len(one) < 256 else \
    number(len(one)) + number(len(one) + 3) + b'\x03abc\xb0' + \
    struct.pack('<H', len(one))
two = b'abc' + one


def ofs(at, rows):
    return head(6, len(delta)) + back(at - 12) + zlib.compress(delta)


def ref(at, rows):
    return head(7, len(delta)) + name(one) + zlib.compress(delta)


def itself(at, rows):
    return head(7, len(delta)) + name(two) + zlib.compress(delta)


first = (name(one), whole(one))
put('fuzz_pack', 'whole', pack([first]))
put('fuzz_pack', 'by-place', pack([first, (name(two), ofs)]))
put('fuzz_pack', 'by-name', pack([first, (name(two), ref)]))
put('fuzz_pack', 'of-itself', pack([first, (name(two), itself)]))
put('fuzz_pack', 'index-damaged', pack([first, (name(two), ofs)], None, False))
put('fuzz_pack', 'count', pack([first], 2))
put('fuzz_pack', 'length-lies', pack([(name(one), head(3, 1 << 60) +
                                       zlib.compress(one))]))
put('fuzz_pack', 'cut', pack([first])[:700])
put('fuzz_inflate', 'stored', zlib.compress(one, 0))
put('fuzz_inflate', 'coded', zlib.compress(one, 9))
put('fuzz_inflate', 'cut', zlib.compress(one, 9)[:-3])
put('fuzz_inflate', 'followed', zlib.compress(one, 9) + b'x')
put('fuzz_delta', 'good', struct.pack('>H', len(one)) + one + delta)
put('fuzz_delta', 'reaches-out', struct.pack('>H', 4) + b'base' + b'\x04\x08' +
    b'\x91\x02\x08')
put('fuzz_delta', 'nothing', struct.pack('>H', 4) + b'base\x04\x01\x00')
