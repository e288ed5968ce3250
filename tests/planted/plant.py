#!/usr/bin/env python3
"""Plants values of a watchlist in files of twelve formats, each value in twelve
encodings, in what is read and in attributes and strings beside it.

usage: plant.py OUT FILES VALUES      (so many files, so many values in each)

Writes OUT/files/*, OUT/list (a watchlist) and OUT/values.tsv (file, value).
The same numbers give the same bytes.
"""
import base64, io, os, quopri, random, struct, subprocess, sys, unicodedata
import zipfile, zlib
from html import escape

GIVEN = ['Zoé', 'Fiona', 'Raphaël', 'Séverine', 'Joaquín', 'Filip', 'Óscar',
         'Ginés', 'Adélaïde', 'Björn', 'Traudl', 'Affan']
PARTS = ['quen', 'fil', 'var', 'dém', 'wol', 'straf', 'lün', 'gór', 'bek',
         'ïsk', 'mor', 'fied', 'tur', 'hal', 'zem', 'ñak', 'pry', 'dov']
LOOKS = dict(zip('aeopcxy', 'аеорсху'))


def values(rng, n, seen):
    out = []
    while len(out) < n:
        if len(out) % 5 == 4:
            v = '%s-%04d-%05d' % (''.join(rng.choice('KQWZXV') for _ in 'abc'),
                                  rng.randrange(10000), rng.randrange(100000))
        else:
            v = rng.choice(GIVEN) + ' ' + ''.join(
                rng.choice(PARTS) for _ in range(3)).capitalize()
        if v not in seen:
            seen.add(v)
            out.append(v)
    return out


def hexed(b, turn):
    return [b.hex(), b.hex(' ').upper(), ''.join('\\x%02x' % c for c in b),
            ', '.join('0x%02X' % c for c in b)][turn % 4]


def based(v, turn):
    b = ('x' * (turn % 3)).encode() + v.encode()
    s = base64.b64encode(b).decode()
    if turn % 4 == 1:
        s = s.rstrip('=')
    if turn % 4 == 2:
        s = base64.urlsafe_b64encode(v.encode('utf-16-le')).decode()
    return s


def percented(v, turn):
    if turn % 2:
        return ''.join('%%%02X' % c for c in v.encode())
    from urllib.parse import quote
    return quote(v, safe='')


def entities(v, turn):
    names = {'é': '&eacute;', 'ó': '&oacute;', 'ë': '&euml;', 'ü': '&uuml;',
             'ï': '&iuml;', 'ñ': '&ntilde;', 'ö': '&ouml;', 'í': '&iacute;',
             'Ó': '&Oacute;'}
    if turn % 3 == 0:
        return ''.join('&#%d;' % ord(c) for c in v)
    if turn % 3 == 1:
        return ''.join('&#x%x;' % ord(c) for c in v)
    return ''.join(names.get(c, c if i else '&#%d;' % ord(c))
                   for i, c in enumerate(v))


def escaped(v, turn):
    if turn % 2:
        return ''.join('\\%03o' % c for c in v.encode())
    return ''.join('\\u%04x' % ord(c) for c in v)


def quoted(v):
    return ''.join('=%02X' % c if c > 126 or i % 3 == 0 else chr(c)
                   for i, c in enumerate(v.encode()))


def bare(v):
    return ''.join(c for c in unicodedata.normalize('NFD', v)
                   if not unicodedata.combining(c))


def dressed(v, turn):
    if turn % 3 == 0:
        return v.replace('fi', '\ufb01').replace('ff', '\ufb00')
    if turn % 3 == 1:
        return ''.join(chr(ord(c) + 0xfee0) if '!' <= c <= '~' else c
                       for c in v)
    if any(c.isdigit() for c in v):
        return v
    return ''.join(LOOKS.get(c, c) if i > 1 else c for i, c in enumerate(v))


def broken(v, turn):
    at = len(v) - 3
    return v[:at] + ['\u00ad', '\u200b', '-\n'][
        turn % 3 if '-' not in v else turn % 2] + v[at:]


def forms(v, turn):
    """The twelve; the last two are native to the format or stand for it."""
    return [('plain', v), ('case', v.upper()), ('base64', based(v, turn)),
            ('hex', hexed(v.encode(), turn)), ('percent', percented(v, turn)),
            ('entity', entities(v, turn)), ('escape', escaped(v, turn)),
            ('quoted', quoted(v)),
            ('marks', bare(v) if turn % 2 else
             unicodedata.normalize('NFD', v)),
            ('letters', dressed(v, turn)), ('broken', broken(v, turn)),
            ('split', None)]


def lines(vs, split):
    out = []
    for i, v in enumerate(vs):
        out.append('Note %d of the file, nothing is in it.' % (i + 1))
        for name, s in forms(v, i):
            out.append(split(v) if s is None else 'The %s says "%s" here.' %
                       (name, s))
    return out


# --- formats; each takes the values and gives bytes ---

def tagged(v):
    return 'The split says %s<b>%s</b>%s here.' % (v[:3], v[3:6], v[6:])


def txt(vs):
    return '\n'.join(lines(vs, tagged)).encode() + b'\n'


def csv(vs):
    rows = lines(vs, tagged)
    return ('number,what\n' + ''.join('%d,"%s"\n' % (
        i, r.replace('"', '""')) for i, r in enumerate(rows))).encode()


MARK = '\x01'


def marked(v):
    return 'The split says %s%s%s%s%s here.' % (v[:3], MARK, v[3:6], MARK,
                                                v[6:])


def html(vs):
    body = ''.join('<p title="%s">%s</p>\n' % (
        escape(r.replace(MARK, '')), escape(r).replace(MARK, '<b>', 1).replace(
            MARK, '</b>', 1)) for r in lines(vs, marked))
    return ('<!DOCTYPE html><html><head><meta charset="utf-8"><title>notes'
            '</title></head><body>\n%s<p>Real: %s</p></body></html>\n' % (
                body, ' and '.join(entities(v, 0) for v in vs))).encode()


def svg(vs):
    rows = ''.join('<text x="5" y="%d">%s</text>\n' % (
        20 + 16 * i, escape(r).replace(MARK, '<tspan>', 1).replace(
            MARK, '</tspan>', 1)) for i, r in enumerate(lines(vs, marked)))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3'
            '.org/2000/svg" width="900" height="%d">\n%s</svg>\n' % (
                16 * len(rows) // 40 + 60, rows)).encode()


def eml(vs):
    rows = lines(vs, tagged)
    plain = '\r\n'.join('\r\n'.join(r.split('\n')) for r in rows).encode()
    subject = '=?utf-8?B?%s?=' % base64.b64encode(vs[0].encode()).decode()
    return ('From: a@example.org\r\nTo: b@example.org\r\nSubject: %s\r\n'
            'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"'
            '\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n'
            'Content-Transfer-Encoding: quoted-printable\r\n\r\n' % subject
            ).encode() + quopri.encodestring(plain).replace(
                b'\r\n', b'\n').replace(b'\n', b'\r\n') + (
            '\r\n--x\r\nContent-Type: text/plain; charset=utf-8; name="n.txt"'
            '\r\nContent-Disposition: attachment; filename="n.txt"\r\n'
            'Content-Transfer-Encoding: base64\r\n\r\n').encode() + \
        base64.encodebytes(txt(vs)).replace(b'\n', b'\r\n') + b'--x--\r\n'


def package(members):
    b = io.BytesIO()
    with zipfile.ZipFile(b, 'w') as z:
        for name, data, how in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = how
            z.writestr(info, data)
    return b.getvalue()


D, S = zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED
W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
         'content-types"><Default Extension="rels" ContentType="application/'
         'vnd.openxmlformats-package.relationships+xml"/><Default Extension='
         '"xml" ContentType="application/xml"/>%s</Types>')
RELS = (HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/'
        'package/2006/relationships">%s</Relationships>')


def override(part, what):
    return ('<Override PartName="%s" ContentType="application/vnd.openxml'
            'formats-officedocument.%s+xml"/>' % (part, what))


def rel(i, what, target):
    return '<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>' % (
        i, REL, what, target)


def runs(r, one):
    return ''.join(one % escape(part) for part in r.split(MARK))


def docx(vs):
    run = '<w:r><w:t xml:space="preserve">%s</w:t></w:r>'
    body = ''.join('<w:p>%s</w:p>' % runs(r.replace('-\n', '-\u00ad'), run)
                   for r in lines(vs, marked))
    return package([
        ('[Content_Types].xml', TYPES % override(
            '/word/document.xml', 'wordprocessingml.document.main'), D),
        ('_rels/.rels', RELS % rel(1, 'officeDocument', 'word/document.xml'),
         D),
        ('word/document.xml', HEAD + '<w:document xmlns:w="%s"><w:body>%s'
         '</w:body></w:document>' % (W, body), D)])


def xlsx(vs):
    n = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    run = '<r><t xml:space="preserve">%s</t></r>'
    rows = ''.join('<row r="%d"><c r="A%d" t="inlineStr"><is>%s</is></c></row>'
                   % (i + 1, i + 1, runs(r, run))
                   for i, r in enumerate(lines(vs, marked)))
    return package([
        ('[Content_Types].xml', TYPES % (override(
            '/xl/workbook.xml', 'spreadsheetml.sheet.main') + override(
            '/xl/worksheets/sheet1.xml', 'spreadsheetml.worksheet')), D),
        ('_rels/.rels', RELS % rel(1, 'officeDocument', 'xl/workbook.xml'), D),
        ('xl/workbook.xml', HEAD + '<workbook xmlns="%s" xmlns:r="%s"><sheets>'
         '<sheet name="Notes" sheetId="1" r:id="rId1"/></sheets></workbook>' %
         (n, REL), D),
        ('xl/_rels/workbook.xml.rels', RELS % rel(
            1, 'worksheet', 'worksheets/sheet1.xml'), D),
        ('xl/worksheets/sheet1.xml', HEAD + '<worksheet xmlns="%s"><sheetData>'
         '%s</sheetData></worksheet>' % (n, rows), D)])


def pptx(vs):
    p = 'http://schemas.openxmlformats.org/presentationml/2006/main'
    a = 'http://schemas.openxmlformats.org/drawingml/2006/main'
    run = '<a:r><a:t>%s</a:t></a:r>'
    body = ''.join('<a:p>%s</a:p>' % runs(r.replace('\n', ' '), run)
                   for r in lines(vs, marked))
    return package([
        ('[Content_Types].xml', TYPES % (override(
            '/ppt/presentation.xml', 'presentationml.presentation.main') +
            override('/ppt/slides/slide1.xml', 'presentationml.slide')), D),
        ('_rels/.rels', RELS % rel(1, 'officeDocument',
                                   'ppt/presentation.xml'), D),
        ('ppt/presentation.xml', HEAD + '<p:presentation xmlns:p="%s" xmlns:r='
         '"%s"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>'
         '</p:presentation>' % (p, REL), D),
        ('ppt/_rels/presentation.xml.rels', RELS % rel(
            1, 'slide', 'slides/slide1.xml'), D),
        ('ppt/slides/slide1.xml', HEAD + '<p:sld xmlns:p="%s" xmlns:a="%s">'
         '<p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="Box" descr='
         '"%s"/></p:nvSpPr><p:txBody>%s</p:txBody></p:sp></p:spTree></p:cSld>'
         '</p:sld>' % (p, a, escape(vs[0]), body), D)])


def odt(vs):
    o = 'urn:oasis:names:tc:opendocument:xmlns:'
    body = ''.join('<text:p>%s</text:p>' % runs(
        r.replace('\n', ' ') if '-\n' not in r else r.replace('-\n', '\u00ad'),
        '<text:span>%s</text:span>') for r in lines(vs, marked))
    return package([
        ('mimetype', 'application/vnd.oasis.opendocument.text', S),
        ('content.xml', HEAD + '<office:document-content xmlns:office="%s'
         'office:1.0" xmlns:text="%stext:1.0" office:version="1.2"><office:'
         'body><office:text>%s</office:text></office:body></office:document-'
         'content>' % (o, o, body), D),
        ('META-INF/manifest.xml', HEAD + '<manifest:manifest xmlns:manifest="%s'
         'manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:'
         'media-type="application/vnd.oasis.opendocument.text"/><manifest:file'
         '-entry manifest:full-path="content.xml" manifest:media-type="text/'
         'xml"/></manifest:manifest>' % o, D)])


def rtf(vs):
    def put(s):
        return ''.join('\\u%d?' % ord(c) if ord(c) > 126 else
                       '\\' + c if c in '\\{}' else c for c in s)
    return ('{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\n' + ''.join(
        put(r.replace('\n', ' ')).replace(MARK, '{\\b ', 1).replace(
            MARK, '}', 1) + '\\par\n' for r in lines(vs, marked)) +
        '}').encode()


def literal(s):
    return b'(' + b''.join(
        b'\\%03o' % c if c > 126 or c in b'\\()' else bytes([c])
        for c in s.encode('cp1252', 'ignore')) + b')'


def paged(pages, size, beside=None):
    """Lines of text of the page in WinAnsi; `beside` as strings of UTF-16."""
    objs, kids = [], []

    def obj(data):
        objs.append(data)
        return len(objs)

    catalog, tree = obj(b''), obj(b'')
    font = obj(b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding'
               b'/WinAnsiEncoding>>')
    for rows in pages:
        text = b'BT /F %d Tf %d TL 40 800 Td\n' % (size, size * 3 // 2)
        for r in rows:
            text += b'[' + b' -1 '.join(literal(s) for s in r.split(MARK)) + \
                b'] TJ T*\n'
        packed = zlib.compress(text + b'ET')
        content = obj(b'<</Filter/FlateDecode/Length %d>>stream\n' %
                      len(packed) + packed + b'\nendstream')
        notes = b'' if beside is None else b'/Annots[%d 0 R]' % obj(
            b'<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(' + b''.join(
                b'\\%03o' % c for c in b'\xfe\xff' + beside.encode(
                    'utf-16-be')) + b')>>')
        kids.append(obj(b'<</Type/Page/Parent %d 0 R/MediaBox[0 0 900 842]'
                        b'/Resources<</Font<</F %d 0 R>>>>/Contents %d 0 R%s>>'
                        % (tree, font, content, notes)))
    objs[catalog - 1] = b'<</Type/Catalog/Pages %d 0 R>>' % tree
    objs[tree - 1] = b'<</Type/Pages/Count %d/Kids[%s]>>' % (
        len(kids), b' '.join(b'%d 0 R' % k for k in kids))
    info = obj(b'<<>>' if beside is None else b'<</Title<' + (
        b'\xfe\xff' + beside.encode('utf-16-be')).hex().encode() + b'>>>')
    out, offsets = b'%PDF-1.7\n', []
    for i, data in enumerate(objs):
        offsets.append(len(out))
        out += b'%d 0 obj\n' % (i + 1) + data + b'\nendobj\n'
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objs) + 1)
    out += b''.join(b'%010d 00000 n \n' % o for o in offsets)
    return out + (b'trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n'
                  b'%d\n%%%%EOF\n' % (len(objs) + 1, catalog, info, start))


def pdf(vs):
    rows = [r.replace('\n', ' ') for r in lines(vs, marked)]
    return paged([rows[i:i + 50] for i in range(0, len(rows), 50)], 8, vs[0])


def png(vs):
    """Words drawn as a picture, those that can be read, and a text chunk."""
    rows = []
    for v in vs:
        rows += ['The note says %s here.' % v, 'And %s again.' % v.upper(),
                 'Once more: %s.' % bare(v)]
    drawn = subprocess.run(['pdftoppm', '-r', '150', '-png', '-singlefile', '-',
                            ], input=paged([rows], 16), capture_output=True,
                           check=True)
    data = drawn.stdout
    words = b'zTXtComment\0\0' + zlib.compress(vs[0].encode())
    chunk = struct.pack('>I', len(words) - 4) + words + struct.pack(
        '>I', zlib.crc32(words))
    return data[:33] + chunk + data[33:]


def zipped(vs):
    return package([('notes/n%d.%s' % (i, ext), make(vs), D) for i, (ext, make)
                    in enumerate((('txt', txt), ('csv', csv), ('html', html)))])


FORMATS = [('txt', txt), ('csv', csv), ('html', html), ('eml', eml),
           ('docx', docx), ('xlsx', xlsx), ('pptx', pptx), ('odt', odt),
           ('pdf', pdf), ('svg', svg), ('rtf', rtf), ('zip', zipped),
           ('png', png)]


def main():
    out, files, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng, seen = random.Random(4711), set()
    os.makedirs(out + '/files', exist_ok=True)
    table, listed = [], []
    for i in range(files):
        ext, make = FORMATS[i % len(FORMATS)]
        vs = values(rng, each, seen)
        name = 'f%02d.%s' % (i, ext)
        with open('%s/files/%s' % (out, name), 'wb') as f:
            f.write(make(vs))
        table += ['%s\t%s' % (name, v) for v in vs]
        listed += vs
    open(out + '/values.tsv', 'w').write('\n'.join(table) + '\n')
    open(out + '/list', 'w').write('\n'.join(listed) + '\n')


main()
