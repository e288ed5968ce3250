#!/usr/bin/env python3
"""page.py -- one page of a PDF with known words, for tests of reading scans.

usage: page.py TEXT.txt OUT.pdf [FONT]

Written by hand: a base font that every Debian has (fonts-urw-base35), one
glyph name for each letter that is not ASCII.  FONT: Times-Roman (the default),
Helvetica, Courier.
"""
import sys

NAMES = {}
for letters, form in (('aceinosuzyACEINOSUZY', 'acute'),
                      ('aeiouAEIOU', 'grave'), ('aeiouAEIOU', 'circumflex'),
                      ('aeiouAEIOU', 'dieresis')):
    mark = {'acute': '\u0301', 'grave': '\u0300', 'circumflex': '\u0302',
            'dieresis': '\u0308'}[form]
    import unicodedata
    for c in letters:
        one = unicodedata.normalize('NFC', c + mark)
        if len(one) == 1:
            NAMES[one] = c + form
NAMES.update({'ą': 'aogonek', 'Ą': 'Aogonek', 'ę': 'eogonek', 'Ę': 'Eogonek',
              'ł': 'lslash', 'Ł': 'Lslash', 'ż': 'zdotaccent',
              'Ż': 'Zdotaccent', 'ç': 'ccedilla', 'Ç': 'Ccedilla',
              'œ': 'oe', 'Œ': 'OE', '„': 'quotedblbase', '”': 'quotedblright',
              '“': 'quotedblleft', '€': 'Euro', 'º': 'ordmasculine'})


def page(text, font='Times-Roman', size=11.5, lead=16.5, left=64, top=770):
    """The bytes of a PDF with `text` on one A4 page."""
    code, differences = {}, []
    for c in sorted(set(text)):
        if ord(c) > 126:
            code[c] = 128 + len(code)
            differences.append('/' + NAMES[c])

    def string(line):
        out = ''
        for c in line:
            if c in '()\\':
                out += '\\' + c
            elif c in code:
                out += '\\%03o' % code[c]
            else:
                out += c
        return out

    body = 'BT /F %g Tf %g TL %d %d Td\n' % (size, lead, left, top)
    body += ''.join('(%s) Tj T*\n' % string(s) for s in text.split('\n'))
    body += 'ET\n'
    objects = [
        '<</Type/Catalog/Pages 2 0 R>>',
        '<</Type/Pages/Kids[3 0 R]/Count 1>>',
        '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R'
        '/Resources<</Font<</F 5 0 R>>>>>>',
        '<</Length %d>>stream\n%s\nendstream' % (len(body), body),
        '<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding<</Type/Encoding'
        '/BaseEncoding/StandardEncoding/Differences[128 %s]>>>>'
        % (font, ' '.join(differences)),
    ]
    out, at = '%PDF-1.4\n', []
    for i, o in enumerate(objects):
        at.append(len(out))
        out += '%d 0 obj%s\nendobj\n' % (i + 1, o)
    start = len(out)
    out += 'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += ''.join('%010d 00000 n \n' % a for a in at)
    out += 'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (
        len(objects) + 1, start)
    return out.encode('ascii')


if __name__ == '__main__':
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as f:
        words = f.read()
    with open(sys.argv[2], 'wb') as f:
        f.write(page(words, *sys.argv[3:]))
