#!/usr/bin/env python3
"""make.py -- make the sample documents of this folder anew.

All people, numbers and addresses are invented: reserved phone ranges
(555-01xx), example domains, a position in the sea.  Needs pnmtojpeg and
exiftool for the photograph, pdftoppm for the scan; the rest is the standard library.
"""
import base64
import io
import os
import struct
import subprocess
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def text():
    with open(path('tip.txt'), 'w', encoding='utf-8', newline='\n') as f:
        f.write('''To the investigations desk.

The harbour authority paid twice for the same dredging contract. The second
invoice was signed on a day the office was closed. I can show both copies.

Please do not call the office. Reach me on Signal: quietgull.27, or at
+1 202 555 0143 after eight in the evening. My private mail address is
mara.lindqvist@example.org. I check it once a week from a library.

The payment went to PL61 1090 1014 0000 0712 1981 2874, and the file server is
10.20.30.41. Nobody else here has seen both invoices.
''')


def pdf():
    pages = [[
        'Harbour authority, internal review', '',
        'The dredging of the north basin was invoiced on two dates.',
        'Both invoices carry the same measurements and the same stamp.',
        'Questions go to Mara Lindqvist in room 214, by mail to',
        'mara.lindqvist@example.org or by telephone, +1 202 555 0143.', '',
        'The auditors asked for the tide tables and did not get them.',
    ], [
        'Second page', '',
        'A copy was sent to the ministry through https://files.example.org/drop',
        'and a paper copy lies with Mara Lindqvist in the archive.',
        'Her desk line is 202-555-0187.', '',
        'No answer had come when this note was written.',
    ]]
    objects = [
        b'<< /Type /Catalog /Pages 2 0 R >>',
        None,
        b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica '
        b'/Encoding /WinAnsiEncoding >>',
    ]
    kids = []
    for lines in pages:
        body = b'BT /F1 12 Tf 72 770 Td 16 TL\n'
        for line in lines:
            body += b'(' + line.encode('latin-1') + b") Tj T*\n"
        body += b'ET'
        content = len(objects) + 1
        objects.append(b'<< /Length %d >>\nstream\n%s\nendstream'
                       % (len(body), body))
        kids.append(b'%d 0 R' % (len(objects) + 1))
        objects.append(b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] '
                       b'/Resources << /Font << /F1 3 0 R >> >> '
                       b'/Contents %d 0 R >>' % content)
    objects[1] = (b'<< /Type /Pages /Kids [' + b' '.join(kids) +
                  b'] /Count %d >>' % len(kids))
    objects.append(b'<< /Author (Mara Lindqvist) /Title (Review of the basin) '
                   b'/Creator (Writer 7.4) /Producer (Office suite 7.4) '
                   b"/CreationDate (D:20260302091500+01'00') >>")
    out, offsets = b'%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', []
    for n, o in enumerate(objects, 1):
        offsets.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (n, o)
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += b''.join(b'%010d 00000 n \n' % o for o in offsets)
    out += (b'trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n'
            b'%%%%EOF\n' % (len(objects) + 1, len(objects), start))
    with open(path('review.pdf'), 'wb') as f:
        f.write(out)


def letter():
    """A mail with a table and an archive attached, and its way through servers."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, 'w', zipfile.ZIP_DEFLATED) as z:
        info = zipfile.ZipInfo('mlindqvist/note.txt', (2026, 3, 2, 9, 15, 0))
        info.create_system = 3
        z.writestr(info, 'Ask Teodor Vance who stamped it. He is at 202-555-0187.\n')
        z.comment = b'packed by Mara Lindqvist'
    table = 'name,email,amount\nTeodor Vance,teodor.vance@example.org,41200\n'
    with open(path('letter.eml'), 'w', encoding='ascii', newline='\r\n') as f:
        f.write(f'''Received: from laptop-ml (unknown [10.20.30.77])
\tby mail.example.org with ESMTPSA id 4XkQ2p1; Mon, 2 Mar 2026 09:14:58 +0100
From: Mara Lindqvist <mara.lindqvist@example.org>
To: desk@paper.example
Subject: The second invoice
Date: Mon, 2 Mar 2026 09:14:56 +0100
Message-ID: <20260302091456.7c1@laptop-ml.example.org>
User-Agent: Letter 4.2
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

The payments are in the table. Call me on +1 202 555 0143.

--part
Content-Type: text/csv; charset=utf-8
Content-Disposition: attachment; filename="payments.csv"

{table}
--part
Content-Type: application/zip
Content-Disposition: attachment; filename="papers.zip"
Content-Transfer-Encoding: base64

{base64.encodebytes(inner.getvalue()).decode().rstrip()}
--part--
''')


def scan():
    """A page as a scanner gives it: no text, only what is seen."""
    base = path('scan')
    subprocess.run(['pdftoppm', '-r', '150', '-gray', '-png', '-f', '1', '-l', '1',
                    '-H', '420', '-singlefile', path('review.pdf'), base], check=True)


def docx():
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    ct = 'application/vnd.openxmlformats-officedocument.wordprocessingml.'
    rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    pkg = 'http://schemas.openxmlformats.org/package/2006/'
    who = 'w:author="Mara Lindqvist" w:date="2026-03-02T09:15:00Z"'

    def para(inner):
        return f'<w:p w:rsidR="00A41C77">{inner}</w:p>'

    def run(t):
        return f'<w:r><w:t xml:space="preserve">{t}</w:t></w:r>'
    body = (
        para(run('Minutes of the purchasing meeting')) +
        para('<w:commentRangeStart w:id="0"/>' +
             run('The second invoice was approved without a vote.') +
             '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>') +
        para(run('Contact: ') + run('mara.lind') + run('qvist@example.org') +
             run(', phone +1 202 555 0143.')) +
        para(run('The director ') +
             f'<w:del w:id="1" {who}><w:r><w:delText xml:space="preserve">'
             'Teodor Vance </w:delText></w:r></w:del>' +
             f'<w:ins w:id="2" {who}>{run("of the agency ")}</w:ins>' +
             run('left the room before the item was called.')))
    parts = {
        '[Content_Types].xml':
            f'<Types xmlns="{pkg}content-types">'
            '<Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{ct}document.main+xml"/>'
            f'<Override PartName="/word/comments.xml" ContentType="{ct}comments+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/'
            'vnd.openxmlformats-package.core-properties+xml"/></Types>',
        '_rels/.rels':
            f'<Relationships xmlns="{pkg}relationships">'
            f'<Relationship Id="rId1" Type="{rel}officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{pkg}relationships/metadata/'
            'core-properties" Target="docProps/core.xml"/></Relationships>',
        'word/document.xml':
            f'<w:document {w}><w:body>{body}<w:sectPr/></w:body></w:document>',
        'word/_rels/document.xml.rels':
            f'<Relationships xmlns="{pkg}relationships">'
            f'<Relationship Id="rId1" Type="{rel}comments" Target="comments.xml"/>'
            '</Relationships>',
        'word/comments.xml':
            f'<w:comments {w}><w:comment w:id="0" w:initials="ML" {who}>' +
            para(run('I was in the room. Nobody voted. ML')) +
            '</w:comment></w:comments>',
        'docProps/core.xml':
            f'<cp:coreProperties xmlns:cp="{pkg}metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            '<dc:creator>Mara Lindqvist</dc:creator>'
            '<cp:lastModifiedBy>Mara Lindqvist</cp:lastModifiedBy>'
            '</cp:coreProperties>',
    }
    with zipfile.ZipFile(path('minutes.docx'), 'w', zipfile.ZIP_DEFLATED) as z:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 3, 2, 9, 15, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, head + content)


def picture(width, height):
    """Rows of a plain harbour: sky, sea, a pier."""
    rows = []
    for y in range(height):
        row = bytearray()
        for x in range(width):
            if y < height * 0.55:
                c = (150 + y // 4, 180 + y // 5, 215)
            else:
                c = (40, 80 + (x * 7 + y * 13) % 23, 120)
            if abs(x - width * 0.6) < 6 + (y - height * 0.4) / 6 and y > height * 0.4:
                c = (96, 84, 70)
            row += bytes(min(v, 255) for v in c)
        rows.append(bytes(row))
    return rows


def jpeg():
    rows = picture(480, 320)
    ppm = b'P6\n480 320\n255\n' + b''.join(rows)
    jpg = subprocess.run(['pnmtojpeg', '--quality=88'], input=ppm,
                         capture_output=True, check=True).stdout
    with open(path('pier.jpg'), 'wb') as f:
        f.write(jpg)
    subprocess.run(['exiftool', '-q', '-overwrite_original',
                    '-Make=Halden', '-Model=Halden H2',
                    '-SerialNumber=HX2-0048813', '-Artist=Mara Lindqvist',
                    '-DateTimeOriginal=2026:03:01 17:42:10',
                    '-GPSLatitude=57.123456', '-GPSLatitudeRef=N',
                    '-GPSLongitude=3.654321', '-GPSLongitudeRef=E',
                    path('pier.jpg')], check=True)


def png():
    width, height = 360, 240

    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data +
                struct.pack('>I', zlib.crc32(kind + data)))
    raw = b''.join(b'\0' + r for r in picture(width, height))
    with open(path('chart.png'), 'wb') as f:
        f.write(b'\x89PNG\r\n\x1a\n' +
                chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) +
                chunk(b'tEXt', b'Author\0Mara Lindqvist') +
                chunk(b'tIME', struct.pack('>HBBBBB', 2026, 3, 1, 17, 50, 0)) +
                chunk(b'IDAT', zlib.compress(raw, 9)) + chunk(b'IEND', b''))


if __name__ == '__main__':
    for make in (text, pdf, docx, letter, scan, jpeg, png):
        make()
