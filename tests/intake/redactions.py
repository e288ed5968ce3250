#!/usr/bin/env python3
# redactions.py -- PDFs whose redactions are bad (what was to be hidden is still
# there), and others that only look like it.
#
# usage: redactions.py FOLDER      writes FOLDER/{bad,good}-<what>.pdf
import sys, zlib

FONT = b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'
WORDS = (b'BT /F 12 Tf 14 TL 50 250 Td (The witness lives in the old mill.) Tj T* (Her name is '
    b'Karolina Nowak since May.) Tj T* (She was paid in cash by the council.) Tj ET\n')
LINE = b'BT /F 12 Tf 50 236 Td (Her name is Karolina Nowak since May.) Tj ET\n'
OVER = b'118 233 92 13'             # over "Karolina Nowak"

def pack(objects):
    out, at = b'%PDF-1.6\n', {}
    for n in sorted(objects):
        at[n] = len(out)
        out += b'%d 0 obj\n' % n + objects[n] + b'\nendobj\n'
    xref = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (max(objects) + 1)
    for n in range(1, max(objects) + 1):
        out += b'%010d 00000 %s \n' % (at.get(n, 0), b'n' if n in at else b'f')
    return out + b'trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n' % (
        max(objects) + 1, xref)

def stream(data, keys=b''):
    return b'<<' + keys + b'/Length %d>>stream\n' % len(data) + data + b'\nendstream'

def image(pixels, w, h, space=b'/DeviceRGB', bits=8, keys=b''):
    return stream(zlib.compress(pixels), b'/Type/XObject/Subtype/Image/Width %d/Height %d'
        b'/ColorSpace%s/BitsPerComponent %d/Filter/FlateDecode' % (w, h, space, bits) + keys)

def photo(w=60, h=40):              # something to see everywhere
    return bytes((x * 7 + y * 13 * (c + 1) + (x * y) % 31) & 255 for y in range(h)
        for x in range(w) for c in range(3))

def scan(w=400, h=300):             # paper with lines of "words"
    rows = []
    for y in range(h):
        rows.append(bytes(40 if 40 <= y < 70 and (y - 40) % 14 < 8 and x % 7 < 4 and 50 < x < 250
            else 235 + (x * y) % 11 for x in range(w)))
    return b''.join(rows)

def page(content, page_keys=b'', more=None, res=b'', root=b''):
    o = {1: b'<</Type/Catalog/Pages 2 0 R' + root + b'>>',
        2: b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
        3: b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<<'
        b'/F 5 0 R>>/XObject<</I 6 0 R/P 7 0 R/S 8 0 R/X 9 0 R/J 13 0 R>>/ExtGState<</H<</ca .5>>/Z<<'
        b'/ca 0>>/M<</BM/Multiply>>/O<</ca .96>>>>/Pattern<</T 10 0 R/A 12 0 R>>/Shading<</D 11 0 R>>'
        b'/ColorSpace<</K[/Separation/Black/DeviceGray<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]'
        b'/N 1>>]>>' + res + b'>>' + page_keys + b'>>',
        4: stream(content), 5: FONT,
        6: image(photo(), 60, 40),
        7: image(bytes(3 * 100), 10, 10),                         # all black
        8: image(scan(), 400, 300, b'/DeviceGray'),
        9: stream(b'0 g ' + OVER + b' re f', b'/Type/XObject/Subtype/Form/BBox[0 0 400 300]'),
        10: stream(b'0 g 0 0 9 9 re f', b'/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 10 10]'
            b'/XStep 10/YStep 10/Resources<<>>'),
        11: b'<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 400 0]/Function<</FunctionType 2'
            b'/Domain[0 1]/C0[0]/C1[.2]/N 1>>/Extend[true true]>>',
        12: b'<</PatternType 2/Shading 11 0 R>>',
        13: stream(WORDS, b'/Type/XObject/Subtype/Form/BBox[0 0 400 300]/Resources<</Font<</F 5 0 R'
            b'>>>>')}
    o.update(more or {})
    return pack(o)

def annot(body):
    return b'/Annots[<</Type/Annot/Rect[118 233 210 246]' + body + b'>>]'

def ap(ops):
    return {20: stream(ops, b'/Type/XObject/Subtype/Form/BBox[0 0 92 13]/Resources<</Font<</F '
        b'5 0 R>>>>')}

B, G = {}, {}
box = OVER + b' re f '

# --- bad: what was to be hidden is there ---
B['black-box'] = page(WORDS + b'0 g ' + box)
B['box-as-path'] = page(WORDS + b'0 g 118 233 m 210 233 l 210 246 l 118 246 l h f')
B['thick-line'] = page(WORDS + b'0 G 14 w 118 239 m 210 239 l S')
B['white-box'] = page(WORDS + b'1 g ' + box)
B['blue-box'] = page(WORDS + b'0 0 .6 rg ' + box)
B['cmyk-box'] = page(WORDS + b'0 0 0 1 k ' + box)
B['separation-box'] = page(WORDS + b'/K cs 1 scn ' + box)
B['pattern-box'] = page(WORDS + b'/Pattern cs /T scn ' + box)
B['shading-pattern-box'] = page(WORDS + b'/Pattern cs /A scn ' + box)
B['shading'] = page(WORDS + b'q ' + OVER + b' re W n /D sh Q')
B['nearly-opaque-box'] = page(WORDS + b'/O gs 0 g ' + box)
B['box-in-form'] = page(WORDS + b'/X Do')
B['text-in-form'] = page(b'/J Do 0 g ' + box)
B['many-boxes'] = page(WORDS + b'0 g ' + b' '.join(b'%d 233 11 13 re f' % x for x in
    range(116, 212, 10)))
B['box-over-digits'] = page(b'BT /F 12 Tf 50 200 Td (Account 12 3456 7890 1234 of the bank) Tj ET 0 g '
    b'114 197 88 13 re f')
B['box-over-a-line'] = page(WORDS + b'0 g 40 231 300 16 re f')
B['box-over-all'] = page(WORDS + b'0 g 40 200 300 80 re f')
B['square-annotation'] = page(WORDS, annot(b'/Subtype/Square/IC[0 0 0]/C[0 0 0]/AP<</N 20 0 R>>'),
    ap(b'0 g 0 0 92 13 re f'))
B['square-without-look'] = page(WORDS, annot(b'/Subtype/Square/IC[0 0 0]/C[0 0 0]'))
B['black-highlight'] = page(WORDS, annot(b'/Subtype/Highlight/C[0 0 0]/QuadPoints[118 246 210 246 '
    b'118 233 210 233]'))
B['black-highlight-drawn'] = page(WORDS, annot(b'/Subtype/Highlight/C[0 0 0]/QuadPoints[118 246 210'
    b' 246 118 233 210 233]/AP<</N 20 0 R>>'), ap(b'0 g 0 0 92 13 re f'))
B['redact-not-applied'] = page(WORDS, annot(b'/Subtype/Redact/QuadPoints[118 246 210 246 118 233 210 '
    b'233]/IC[0 0 0]'))
B['redact-outline-only'] = page(WORDS, annot(b'/Subtype/Redact/QuadPoints[118 246 210 246 118 233 210 '
    b'233]/IC[0 0 0]/AP<</N 20 0 R>>'), ap(b'1 0 0 RG 0 0 92 13 re S'))
B['stamp'] = page(WORDS, annot(b'/Subtype/Stamp/AP<</N 20 0 R>>'), ap(b'0 g 0 0 92 13 re f 1 g BT /F 8 '
    b'Tf 20 3 Td (REDACTED) Tj ET'))
B['free-text'] = page(WORDS, annot(b'/Subtype/FreeText/DA(/F 8 Tf 1 g)/Contents(X)/AP<</N 20 0 R>>'),
    ap(b'0 g 0 0 92 13 re f'))
B['ink'] = page(WORDS, annot(b'/Subtype/Ink/C[0 0 0]/BS<</W 13>>/InkList[[118 239 210 239]]/AP<</N 20 0 '
    b'R>>'), ap(b'13 w 0 6.5 m 92 6.5 l S'))
B['widget'] = page(WORDS, annot(b'/Subtype/Widget/FT/Tx/T(a)/MK<</BG[0 0 0]>>/AP<</N 20 0 R>>'),
    ap(b'0 g 0 0 92 13 re f'), root=b'/AcroForm<</Fields[]>>')
B['white-text'] = page(LINE + b'1 g BT /F 12 Tf 50 200 Td (Karolina Nowak of Lodz) Tj ET')
B['text-like-its-ground'] = page(b'.2 .4 .6 rg 40 190 300 40 re f BT /F 12 Tf 50 200 Td (Karolina Nowak '
    b'of Lodz) Tj ET 0 g ' + LINE)
B['black-on-black'] = page(LINE + b'0 g 40 190 300 30 re f BT /F 12 Tf 50 200 Td (Karolina Nowak of '
    b'Lodz) Tj ET')
B['clear-text'] = page(LINE + b'/Z gs BT /F 12 Tf 50 200 Td (Karolina Nowak of Lodz) Tj ET')
B['mode-3'] = page(LINE + b'BT 3 Tr /F 12 Tf 50 200 Td (Karolina Nowak of Lodz) Tj ET')
B['tiny'] = page(LINE + b'BT /F .4 Tf 50 200 Td (Karolina Nowak of Lodz) Tj ET')
B['outside-crop'] = page(LINE + b'BT /F 12 Tf 50 20 Td (Karolina Nowak of Lodz) Tj ET',
    b'/CropBox[0 100 400 300]')
B['off-the-page'] = page(LINE + b'BT /F 12 Tf -300 200 Td (Karolina Nowak of Lodz) Tj ET')
B['clipped-away'] = page(LINE + b'q 0 0 5 5 re W n BT /F 12 Tf 50 200 Td (Karolina Nowak of Lodz) Tj ET'
    b' Q')
B['under-a-picture'] = page(WORDS + b'q 92 0 0 13 118 233 cm /I Do Q')
B['under-a-black-picture'] = page(WORDS + b'q 92 0 0 13 118 233 cm /P Do Q')
B['under-an-inline-picture'] = page(WORDS + b'q 92 0 0 13 118 233 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \0 '
    b'EI Q')
B['under-a-mask'] = page(WORDS + b'q 0 g 92 0 0 13 118 233 cm BI /W 1 /H 1 /BPC 1 /IM true ID \0 EI Q')
B['layer-off'] = page(LINE + b'/OC /L BDC BT /F 12 Tf 50 200 Td (Karolina Nowak of Lodz) Tj ET EMC',
    res=b'/Properties<</L 30 0 R>>', more={30: b'<</Type/OCG/Name(L)>>'},
    root=b'/OCProperties<</OCGs[30 0 R]/D<</OFF[30 0 R]>>>>')
B['turned-page'] = page(WORDS + b'0 g ' + box, b'/Rotate 90')
B['picture-under-a-box'] = page(LINE + b'q 120 0 0 80 50 100 cm /I Do Q 0 g 80 120 50 30 re f')
B['picture-under-a-white-box'] = page(LINE + b'q 120 0 0 80 50 100 cm /I Do Q 1 g 80 120 50 30 re f')
B['picture-under-a-picture'] = page(LINE + b'q 120 0 0 80 50 100 cm /I Do Q q 50 0 0 30 80 120 cm /P Do '
    b'Q')
B['picture-all-covered'] = page(LINE + b'q 120 0 0 80 50 100 cm /I Do Q 0 g 45 95 130 90 re f')
B['picture-under-a-square'] = page(LINE + b'q 120 0 0 80 50 100 cm /I Do Q', b'/Annots[<</Type/Annot'
    b'/Subtype/Square/Rect[80 120 130 150]/IC[0 0 0]/C[0 0 0]>>]')
B['scan-under-a-box'] = page(b'q 400 0 0 300 0 0 cm /S Do Q 0 g 118 233 92 13 re f')
B['scan-and-words-under-a-box'] = page(b'q 400 0 0 300 0 0 cm /S Do Q BT 3 Tr /F 12 Tf 50 236 Td (Her '
    b'name is Karolina Nowak since May.) Tj ET 0 g 118 233 92 13 re f')
B['picture-outside-crop'] = page(LINE + b'q 300 0 0 200 50 20 cm /I Do Q', b'/CropBox[0 100 400 300]')

# --- good: nothing was to be hidden, or nothing is there ---
G['plain'] = page(WORDS)
G['removed'] = page(b'BT /F 12 Tf 50 236 Td (Her name is) Tj 160 0 Td (since May.) Tj ET 0 g ' + box)
G['removed-with-label'] = page(b'BT /F 12 Tf 50 236 Td (Her name is) Tj ET 0 g ' + box + b'1 g BT /F 8 '
    b'Tf 140 236 Td (REDACTED) Tj ET')
G['spaces-under-a-box'] = page(b'BT /F 12 Tf 50 236 Td (Her name is                          since May.)'
    b' Tj ET 0 g 118 233 60 13 re f')
G['white-on-black'] = page(b'0 g 40 180 320 90 re f 1 g ' + WORDS)
G['dark-page'] = page(b'.1 g 0 0 400 300 re f .9 g ' + WORDS)
G['table-head'] = page(b'.15 .3 .5 rg 40 245 320 18 re f 1 g BT /F 12 Tf 50 250 Td (Name and place) Tj '
    b'ET .9 g 40 227 320 18 re f 0 g ' + LINE + b'0 G 40 227 320 36 re S 40 245 m 360 245 l S')
G['banded-table'] = page(b''.join(b'%s g 40 %d 320 20 re f 0 g BT /F 11 Tf 50 %d Td (Row %d of the table'
    b' 120.00) Tj ET\n' % (b'.85' if i % 2 else b'1', 260 - 20 * i, 266 - 20 * i, i) for i in range(9)))
G['coloured-heading'] = page(b'.8 .1 .1 rg BT /F 20 Tf 50 270 Td (A red heading) Tj ET 0 g ' + WORDS)
G['pale-heading'] = page(b'.75 .85 .95 rg BT /F 20 Tf 50 270 Td (A pale heading) Tj ET 0 g ' + WORDS)
G['shadow'] = page(b'.7 g BT /F 20 Tf 51 199 Td (With a shadow) Tj ET 0 g BT /F 20 Tf 50 200 Td (With a '
    b'shadow) Tj ET ' + WORDS)
G['drawn-twice'] = page(WORDS + WORDS)
G['watermark'] = page(b'.88 g BT /F 60 Tf .7 .7 -.7 .7 90 40 Tm (DRAFT) Tj ET 0 g ' + WORDS)
G['watermark-above'] = page(WORDS + b'/H gs .8 g BT /F 60 Tf .7 .7 -.7 .7 90 40 Tm (DRAFT) Tj ET')
G['yellow-behind'] = page(b'1 1 0 rg ' + box + b'0 g ' + WORDS)
G['yellow-multiplied'] = page(WORDS + b'/M gs 1 1 0 rg ' + box)
G['half-clear-box'] = page(WORDS + b'/H gs 1 .9 .2 rg ' + box)
G['yellow-highlight'] = page(WORDS, annot(b'/Subtype/Highlight/C[1 1 0]/QuadPoints[118 246 210 246 118 '
    b'233 210 233]'))
G['underlined'] = page(WORDS + b'0 G .7 w 118 234 m 210 234 l S')
G['struck-out'] = page(WORDS + b'0 G .7 w 118 240 m 210 240 l S')
G['struck-out-note'] = page(WORDS, annot(b'/Subtype/StrikeOut/C[1 0 0]/QuadPoints[118 246 210 246 118 '
    b'233 210 233]'))
G['framed'] = page(WORDS + b'0 G 1 w 114 231 100 17 re S')
G['frame-annotation'] = page(WORDS, annot(b'/Subtype/Square/C[1 0 0]'))
G['box-beside'] = page(WORDS + b'0 g 300 233 60 13 re f')
G['bars-between'] = page(WORDS + b'0 g 40 262 320 3 re f 40 214 320 3 re f')
G['scan-with-words'] = page(b'q 400 0 0 300 0 0 cm /S Do Q BT 3 Tr /F 12 Tf 50 236 Td (Her name is '
    b'Karolina Nowak since May.) Tj ET')
G['scan-over-words'] = page(b'BT /F 12 Tf 50 236 Td (Her name is Karolina Nowak since May.) Tj ET q 400 '
    b'0 0 300 0 0 cm /S Do Q') if False else page(b'q 400 0 0 300 0 0 cm /S Do Q')
G['black-photo'] = page(WORDS + b'q 120 0 0 80 50 80 cm /P Do Q')
G['photo'] = page(WORDS + b'q 120 0 0 80 50 80 cm /I Do Q')
G['photo-with-caption-on-it'] = page(b'q 300 0 0 150 50 60 cm /P Do Q 1 g BT /F 14 Tf 70 80 Td (A photo '
    b'at night) Tj ET 0 g ' + WORDS)
G['photo-with-frame'] = page(WORDS + b'q 120 0 0 80 50 80 cm /I Do Q 0 G 2 w 50 80 120 80 re S')
G['photos-side-by-side'] = page(WORDS + b'q 120 0 0 80 50 80 cm /I Do Q q 120 0 0 80 170 80 cm /I Do Q')
G['picture-behind-all'] = page(b'.95 g 0 0 400 300 re f 0 g ' + WORDS)
G['form-field'] = page(WORDS, annot(b'/Subtype/Widget/FT/Tx/T(a)/V(x)/MK<</BG[.9 .9 1]>>/AP<</N 20 0 R'
    b'>>').replace(b'118 233 210 246', b'118 150 210 166'), ap(b'.9 .9 1 rg 0 0 92 13 re f 0 g BT /F 9 '
    b'Tf 4 3 Td (a value) Tj ET'), root=b'/AcroForm<</Fields[]>>')
G['check-box'] = page(WORDS + b'0 g 50 180 10 10 re f 0 G 70 180 10 10 re S')
G['bars-chart'] = page(WORDS + b''.join(b'%g 0 .5 rg %d 50 20 %d re f ' % (i / 9, 60 + 30 * i, 20 + 11 *
    i) for i in range(8)) + b'0 g BT /F 8 Tf 60 40 Td (one    two   three) Tj ET')
G['bar-code'] = page(WORDS + b'0 g ' + b''.join(b'%d 60 %d 40 re f ' % (60 + 5 * i, 1 + i * i % 3) for i
    in range(40)))
G['gradient-behind'] = page(b'q 1 0 0 1 0 0 cm 40 200 320 70 re W n /D sh Q 1 g ' + WORDS)
G['small-print'] = page(WORDS + b'BT /F 4 Tf 50 60 Td (Terms and conditions of the old mill apply to all'
    b' of it.) Tj ET')
G['outlined-text'] = page(WORDS + b'BT 1 Tr /F 30 Tf 50 150 Td (Outlined) Tj ET')
G['text-as-clip'] = page(WORDS + b'q BT 7 Tr /F 60 Tf 50 100 Td (CLIP) Tj ET 400 0 0 300 0 0 cm /I Do Q')
G['signature-over-text'] = page(WORDS + b'0 0 .6 RG 1.2 w 100 240 m 130 270 140 210 160 245 c 180 260 190'
    b' 220 220 250 c S')
G['turned-page'] = page(WORDS + b'.15 .3 .5 rg 40 150 200 18 re f 1 g BT /F 12 Tf 50 155 Td (Head) Tj ET',
    b'/Rotate 270')
G['cropped-blank'] = page(WORDS, b'/CropBox[0 100 400 300]')
G['near-the-edge'] = page(WORDS + b'BT /F 10 Tf 2 2 Td (page 1) Tj ET')
G['link'] = page(WORDS, annot(b'/Subtype/Link/Border[0 0 1]/A<</S/URI/URI(http://x.example/)>>'))
G['note'] = page(WORDS, annot(b'/Subtype/Text/Contents(look)/C[1 1 0]/AP<</N 20 0 R>>').replace(
    b'118 233 210 246', b'300 233 316 249'), ap(b'1 1 0 rg 0 0 92 13 re f'))
G['stamp-beside'] = page(WORDS, annot(b'/Subtype/Stamp/AP<</N 20 0 R>>').replace(b'118 233 210 246',
    b'250 100 342 113'), ap(b'1 0 0 RG 0 0 92 13 re S 1 0 0 rg BT /F 8 Tf 20 3 Td (RECEIVED) Tj ET'))
G['white-box-first'] = page(b'0 .5 0 rg 0 0 400 300 re f 1 g 40 200 320 70 re f 0 g ' + WORDS)
G['letters-on-a-chart'] = page(b'.9 .2 .2 rg 60 60 120 80 re f 1 g BT /F 12 Tf 90 95 Td (41 %) Tj ET 0 g '
    + WORDS)
G['dots'] = page(WORDS + b'BT /F 12 Tf 50 150 Td (Chapter ................................ 7) Tj ET')

if __name__ == '__main__':
    for kind, all in (('bad', B), ('good', G)):
        for name, data in all.items():
            open('%s/%s-%s.pdf' % (sys.argv[1], kind, name), 'wb').write(data)
