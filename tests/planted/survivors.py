#!/usr/bin/env python3
"""Counts the values that can still be got out of files, by means of its own.

usage: survivors.py VALUES.tsv FOLDER      (lines "file<TAB>value")

Every file is taken apart (zip, PDF streams, parts of mails, chunks of PNG, what
pdftotext, qpdf and tesseract see), everything that could be decoded is decoded,
twice, and what comes out is compared without case, accents and signs.  Prints a
line for each value that survived and one with the figures; exit 1 if any did or
a file is not there.
"""
import base64, binascii, email, email.policy, html, io, os, quopri, re
import subprocess, sys, unicodedata, urllib.parse, zipfile, zlib

LOOKS = str.maketrans(dict(zip('аеорсхуАЕОРСХ', 'aeopcxyAEOPCX')))


def norm(s):
    s = unicodedata.normalize('NFKD', s.translate(LOOKS)).casefold()
    return ''.join(c for c in s if c.isalnum() and not
                   unicodedata.combining(c))


def run(*a, data=None):
    try:
        return subprocess.run(a, input=data, capture_output=True,
                              timeout=120).stdout
    except Exception:
        return b''


def explode(b, depth=0):
    yield b
    if depth > 4:
        return
    if b[:4] == b'PK\x03\x04':
        z = zipfile.ZipFile(io.BytesIO(b))
        for i in z.infolist():
            yield i.filename.encode() + i.comment + i.extra
            yield from explode(z.read(i), depth + 1)
    elif b[:5] == b'%PDF-':
        for m in re.finditer(rb'stream\r?\n', b):
            try:
                yield zlib.decompressobj().decompress(b[m.end():])
            except zlib.error:
                pass
        open('/dev/shm/s.%d.pdf' % os.getpid(), 'wb').write(b)
        p = '/dev/shm/s.%d.pdf' % os.getpid()
        yield run('pdftotext', '-layout', p, '-')
        yield run('pdftotext', '-raw', p, '-')
        yield run('qpdf', '--qdf', '--object-streams=disable', p, '-')
        os.remove(p)
    elif b[:4] == b'\x89PNG':
        for m in re.finditer(b'zTXt|iTXt|iCCP', b):
            part = b[m.end():m.end() + 100000]
            for at in range(min(len(part), 120)):
                try:
                    yield zlib.decompressobj().decompress(part[at:])
                    break
                except zlib.error:
                    pass
        yield run('tesseract', 'stdin', 'stdout', data=b)
    elif re.match(rb'(From|To|Subject|MIME-Version|Date|Content-Type):', b):
        m = email.message_from_bytes(b, policy=email.policy.default)
        yield '\n'.join(str(v) for v in m.values()).encode()
        for part in m.walk():
            data = part.get_payload(decode=True)
            if data:
                yield from explode(data, depth + 1)
            yield (part.get_filename() or '').encode()


def decode(t):
    """What a text says in other words."""
    yield html.unescape(t)
    yield urllib.parse.unquote(t)
    yield re.sub(r'<[^>]*>', '', html.unescape(t))
    yield re.sub(r'\{\\b |\}|\\[a-z]+-?\d* ?', '', re.sub(
        r'\\u(\d+)\?', lambda m: chr(int(m[1]) & 0xffff), t))
    yield quopri.decodestring(t.encode('utf-8', 'replace')).decode(
        'utf-8', 'ignore')
    yield re.sub(r'\\u([0-9a-fA-F]{4})', lambda m: chr(int(m[1], 16)), t)
    yield re.sub(r'((?:\\[0-7]{3})+)', lambda m: bytes(
        int(x, 8) & 255 for x in m[1].split('\\')[1:]).decode(
            'utf-8', 'ignore'), t)
    yield ''.join(re.findall(r'\(((?:[^()\\]|\\.)*)\)', t))
    said = []
    for m in re.finditer(r'[A-Za-z0-9+/_-]{8,}', t):
        for skip in range(4):
            s = m[0][skip:].replace('-', '+').replace('_', '/')
            try:
                b = base64.b64decode(s[:len(s) // 4 * 4] + (
                    s[len(s) // 4 * 4:] + '==' if len(s) % 4 > 1 else ''))
            except binascii.Error:
                continue
            said += [b.decode('utf-8', 'ignore'), b.decode('utf-16-le',
                                                           'ignore')]
    for m in re.finditer(r'(?:(?:\\x|0x)?[0-9a-fA-F]{2}[ ,:]{0,2}){6,}', t):
        try:
            b = bytes.fromhex(re.sub(r'\\x|0x|[^0-9a-fA-F]', '', m[0]))
        except ValueError:
            continue
        said += [b.decode('utf-8', 'ignore'), b.decode('utf-16-be', 'ignore')]
    yield '\n'.join(said)


def views(b):
    for x in explode(b):
        for enc in ('utf-8', 'utf-16-le', 'utf-16-be', 'cp1252'):
            t = x.decode(enc, 'ignore')
            yield t
            if enc == 'utf-8':
                for d in decode(t):
                    yield d
                    yield from decode(d)


def main():
    rows = [l.rstrip('\n').split('\t') for l in open(sys.argv[1])]
    files = {}
    for name, value in rows:
        files.setdefault(name, []).append(value)
    left = missing = 0
    for name, vs in sorted(files.items()):
        path = os.path.join(sys.argv[2], name)
        if not os.path.exists(path):
            print('not there\t' + name)
            missing += 1
            continue
        text = '\0'.join(norm(t) for t in views(open(path, 'rb').read()))
        for v in vs:
            if norm(v) in text:
                print('survived\t%s\t%s' % (name, v))
                left += 1
    print('%d values in %d files: %d survived, %d files not there' %
          (len(rows), len(files), left, missing))
    return left + missing > 0


sys.exit(main())
