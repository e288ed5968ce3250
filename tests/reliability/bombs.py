"""Small files that grow: each is refused, or done, within its limits.

usage: bombs.py        TIPLINE_BUILD is the build folder
    TIPLINE_BOMBS      "all" (default), or "quick": those that are made and
                       refused in less than a second

Every bomb is made here, a few hundred kilobytes at the most.  `strip` and
`text` of each must end with an answer, no process may hold more memory than
the limit of one, and none may take longer than the CPU seconds of a document.
"""
import bz2
import gzip
import io
import json
import lzma
import os
import resource
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

CPU_SECONDS = 150           # of strip and text together, with its children
MEMORY = 3 << 30            # bytes: CHILD_MEMORY

tipline = os.path.join(os.environ['TIPLINE_BUILD'], 'bin', 'tipline')


def zeros(size):
    """A deflated stream of zeros, made without holding them."""
    c = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b''.join([c.compress(block) for _ in range(size >> 20)] + [c.flush()])


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', method) as z:
        for name, data in members:
            z.writestr(name, data)
    return out.getvalue()


def gz_zeros():
    return gzip.compress(bytes(1 << 20)) * 6000


def gz_nested():
    data = bytes(256 << 20)
    for _ in range(3):
        data = gzip.compress(data)
    return data


def gz_deep():
    data = b'the end'
    for _ in range(60):
        data = gzip.compress(data)
    return data


def xz_zeros():
    return lzma.compress(bytes(64 << 20)) * 80


def bz2_zeros():
    return bz2.compress(bytes(64 << 20)) * 80


def zip_flat():
    return zipped([('z%d' % i, bytes(100 << 20)) for i in range(30)])


def zip_of_zips():
    data = zipped([('0', bytes(64 << 20))])
    for _ in range(4):
        data = zipped([('z%d.zip' % i, data) for i in range(16)])
    return data


def zip_deep():
    data = b'the end'
    for i in range(40):
        data = zipped([('deeper.zip', data)])
    return data


def zip_crowd():
    return zipped([('n%06d' % i, b'') for i in range(60000)])


def zip_overlap():
    """Members whose entries in the directory all point to one body."""
    whole = zipped([('a', bytes(20 << 20))])
    end = whole.rindex(b'PK\5\6')
    start = whole.index(b'PK\1\2')
    entry = whole[start:end]
    many = b''.join(entry[:46] + b'%c' % (97 + i % 26) + entry[47:]
                    for i in range(2000))
    tail = struct.pack('<4s4H2IH', b'PK\5\6', 0, 0, 2000, 2000, len(many), start, 0)
    return whole[:start] + many + tail


def tar_sparse():
    head = bytearray(tarfile.TarInfo('sparse').tobuf(tarfile.GNU_FORMAT))
    head[156:157] = b'S'
    head[124:136] = b'00000000000\0'
    size = b'\x80' + (1 << 43).to_bytes(11, 'big')
    head[386:410] = size + b'00000000000\0'
    head[483:495] = size
    head[148:156] = b' ' * 8
    head[148:156] = b'%06o\0 ' % sum(head)
    return bytes(head) + bytes(1024)


def tar_crowd():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as t:
        for i in range(40000):
            t.addfile(tarfile.TarInfo('n%06d' % i))
    return gzip.compress(out.getvalue())


def png(width, height, chunks=b'', depth=1):
    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data +
                struct.pack('>I', zlib.crc32(kind + data)))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack(
        '>IIBBBBB', width, height, depth, 0, 0, 0, 0)) + chunks +
        chunk(b'IDAT', zeros(64 << 20)) + chunk(b'IEND', b''))


def png_large():
    return png(100000, 100000)


def png_text():
    text = b'Comment\0\0' + zeros(1 << 30)
    return png(8, 8, struct.pack('>I', len(text)) + b'zTXt' + text +
               struct.pack('>I', zlib.crc32(b'zTXt' + text)))


def gif_large():
    return (b'GIF89a' + struct.pack('<HHBBB', 65535, 65535, 0x80, 0, 0) + bytes(6) +
            b',' + struct.pack('<HHHHB', 0, 0, 65535, 65535, 0) + b'\2\2\x44\1\0;')


def gif_frames():
    frame = b',' + struct.pack('<HHHHB', 0, 0, 1000, 1000, 0) + b'\2\2\x44\1\0'
    return (b'GIF89a' + struct.pack('<HHBBB', 1000, 1000, 0x80, 0, 0) + bytes(6) +
            frame * 20000 + b';')


def jpeg_large():
    return (b'\xff\xd8\xff\xc0\0\x0b\x08\xff\xdc\xff\xdc\1\1\x11\0' +
            b'\xff\xc4\0\x14\0\1' + bytes(15) + b'\0' +
            b'\xff\xc4\0\x14\x10\1' + bytes(15) + b'\0' +
            b'\xff\xda\0\x08\1\1\0\0\x3f\0' + bytes(100) + b'\xff\xd9')


def bmp_large():
    return (b'BM' + struct.pack('<IHHI', 1 << 20, 0, 0, 62) + struct.pack(
        '<IiiHHIIiiII', 40, 200000, 200000, 1, 1, 0, 0, 0, 0, 2, 2) + bytes(8 + 4096))


def tiff_large():
    tags = [(256, 4, 1, 200000), (257, 4, 1, 200000), (258, 3, 1, 8), (259, 3, 1, 32946),
            (262, 3, 1, 1), (273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, 200000),
            (279, 4, 1, 4096)]
    ifd = struct.pack('<H', len(tags)) + b''.join(
        struct.pack('<HHII', *t) for t in tags) + bytes(4)
    return (b'II*\0\x08\0\0\0' + ifd).ljust(200, b'\0') + zeros(16 << 20)[:4096]


def pdf(objects, root=1):
    out = b'%PDF-1.5\n'
    places = []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj\n' % i + body + b'\nendobj\n'
    at = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += b''.join(b'%010d 00000 n \n' % p for p in places)
    return out + b'trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (
        len(objects) + 1, root, at)


def pdf_flate():
    data = zeros(2 << 30)
    return pdf([b'<</Type/Catalog/Pages 2 0 R>>',
                b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
                b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>',
                b'<</Length %d/Filter/FlateDecode>>stream\n' % len(data) + data +
                b'\nendstream'])


def pdf_circle():
    return pdf([b'<</Type/Catalog/Pages 2 0 R>>',
                b'<</Type/Pages/Kids[3 0 R 2 0 R]/Count 9999999>>',
                b'<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>'])


def pdf_pages():
    kids = b' '.join([b'3 0 R'] * 300000)
    return pdf([b'<</Type/Catalog/Pages 2 0 R>>',
                b'<</Type/Pages/Kids[' + kids + b']/Count 300000>>',
                b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>'])


def pdf_forms():
    """Each form draws the next ten times."""
    forms = [b'<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject'
             b'<</X %d 0 R>>>>/Length %d>>stream\n%s\nendstream' %
             (5 + i, 50, b'/X Do ' * 8 + b'  ') for i in range(20)]
    return pdf([b'<</Type/Catalog/Pages 2 0 R>>',
                b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
                b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R'
                b'/Resources<</XObject<</X 5 0 R>>>>>>',
                b'<</Length 5>>stream\n/X Do\nendstream'] + forms +
               [b'<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\n'
                b'endstream'])


def pdf_nested():
    return pdf([b'<</Type/Catalog/Pages 2 0 R/X ' + b'[' * 500000 + b']' * 500000 +
                b'>>', b'<</Type/Pages/Kids[]/Count 0>>'])


TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/'
         '2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
         'openxmlformats-package.relationships+xml"/><Override PartName="/word/document'
         '.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocess'
         'ingml.document.main+xml"/></Types>')
RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
        'package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxml'
        'formats.org/officeDocument/2006/relationships/officeDocument" Target="word/'
        'document.xml"/></Relationships>')


def docx(document):
    return zipped([('[Content_Types].xml', TYPES), ('_rels/.rels', RELS),
                   ('word/document.xml', document)])


def docx_large():
    return docx(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessing'
                b'ml/2006/main"><w:body>' + b'<w:p/>' * (60 << 20) +
                b'</w:body></w:document>')


def docx_deep():
    return docx(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessing'
                b'ml/2006/main">' + b'<w:p>' * 2000000)


LAUGHS = ('<!DOCTYPE x [<!ENTITY a "ha">' + ''.join(
    '<!ENTITY %s "%s">' % (chr(98 + i), ('&%s;' % chr(97 + i)) * 10)
    for i in range(10)) + ']>')


def docx_laughs():
    return docx(LAUGHS + '<x>&k;</x>')


def svg_laughs():
    return ('<?xml version="1.0"?>' + LAUGHS + '<svg xmlns="http://www.w3.org/2000/svg">'
            '<text>&k;</text></svg>').encode()


def rtf_deep():
    return b'{\\rtf1 ' + b'{' * 3000000


def html_deep():
    return b'<!DOCTYPE html><html><body>' + b'<div><b>' * 500000


def mail_deep():
    out = b''
    for i in range(3000):
        out += (b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i))
    return b'From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n' + out


def mail_parts():
    return (b'From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n'
            b'Content-Type: multipart/mixed; boundary=b\r\n\r\n' +
            b'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n' * 60000 + b'--b--\r\n')


def text_line():
    return b'a@' * (30 << 20)


BOMBS = (
    ('zeros.gz', gz_zeros), ('nested.gz', gz_nested), ('deep.gz', gz_deep),
    ('zeros.xz', xz_zeros), ('zeros.bz2', bz2_zeros), ('flat.zip', zip_flat),
    ('zips.zip', zip_of_zips), ('deep.zip', zip_deep), ('crowd.zip', zip_crowd),
    ('overlap.zip', zip_overlap), ('sparse.tar', tar_sparse),
    ('crowd.tar.gz', tar_crowd), ('large.png', png_large), ('text.png', png_text),
    ('large.gif', gif_large), ('frames.gif', gif_frames), ('large.jpg', jpeg_large),
    ('large.bmp', bmp_large), ('large.tif', tiff_large), ('flate.pdf', pdf_flate),
    ('circle.pdf', pdf_circle), ('pages.pdf', pdf_pages), ('forms.pdf', pdf_forms),
    ('nested.pdf', pdf_nested), ('large.docx', docx_large), ('deep.docx', docx_deep),
    ('laughs.docx', docx_laughs), ('laughs.svg', svg_laughs), ('deep.rtf', rtf_deep),
    ('deep.html', html_deep), ('deep.eml', mail_deep), ('parts.eml', mail_parts),
    ('line.txt', text_line),
)

SLOW = {'zeros.gz', 'nested.gz', 'zeros.xz', 'zeros.bz2', 'flat.zip', 'zips.zip',
        'overlap.zip', 'text.png', 'flate.pdf', 'large.docx', 'deep.html', 'line.txt'}


def used():
    r = resource.getrusage(resource.RUSAGE_CHILDREN)
    return r.ru_utime + r.ru_stime


def answer(words, path):
    """How it ended, from the one line on the file itself."""
    p = subprocess.run([tipline, '--json'] + words, stdout=subprocess.PIPE,
                       stderr=subprocess.PIPE, timeout=20 * CPU_SECONDS)
    if p.returncode not in (0, 5):
        return 'exit %d: %s' % (p.returncode, p.stderr.decode()[-200:])
    for line in p.stdout.decode('utf-8', 'replace').splitlines():
        try:
            one = json.loads(line)
        except ValueError:
            continue
        if isinstance(one, dict) and one.get('file') == path and 'parent' not in one \
                and 'state' in one:
            return one['state'] + (' ' + one['reason'] if 'reason' in one else '')
    return 'no answer'


def main():
    wrong = 0
    quick = os.environ.get('TIPLINE_BOMBS', 'all') == 'quick'
    bombs = [b for b in BOMBS if not quick or b[0] not in SLOW]
    with tempfile.TemporaryDirectory() as tmp:
        for name, make in bombs:
            path = os.path.join(tmp, name)
            with open(path, 'wb') as f:
                f.write(make())
            before = used()
            told = answer(['strip', path, '-o', os.path.join(tmp, 'out')], path)
            cpu = used() - before
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
            good = told.startswith(('refused', 'quarantined', 'done')) and \
                cpu < CPU_SECONDS and peak < MEMORY
            wrong += not good
            print('%-14s %9d bytes: %s, %.1f s, %d MiB so far%s' % (
                name, os.path.getsize(path), told, cpu, peak >> 20,
                '' if good else '   WRONG'))
            sys.stdout.flush()
            os.unlink(path)
    print('bombs: %d of %d ended within their limits' % (len(bombs) - wrong, len(bombs)))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
