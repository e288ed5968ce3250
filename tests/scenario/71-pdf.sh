#!/usr/bin/env bash
# 71-pdf.sh -- cleaned PDFs are what they were to every reader: the same words
# (pdftotext), the same pixels (pdftoppm), no complaint (qpdf, mutool), nothing
# for exiftool; and a second cleaning gives the same bytes.
#
# TIPLINE_PDFS=FOLDER compares the PDFs of that folder, too.
. "$(dirname "$0")/lib.sh"

mkdir "$T/in" "$T/once" "$T/twice"
python3 - "$T/in" <<'PY' || fail "the samples cannot be made"
import sys, zlib

def pdf(objects):
    out, at = b'%PDF-1.5\n', {}
    for n, body in objects:
        at[n] = len(out)
        out += b'%d 0 obj\n' % n + body + b'\nendobj\n'
    last = max(at) + 1
    xref = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % last
    for n in range(1, last):
        out += b'%010d 00000 %s \n' % (at.get(n, 0), b'n' if n in at else b'f')
    return out + (b'trailer<</Root 1 0 R/Size %d/Info 90 0 R/ID[<aa><bb>]>>\n'
        b'startxref\n%d\n%%%%EOF\n' % (last, xref))

def stream(data, keys=b'', pack=True):
    if pack:
        data, keys = zlib.compress(data), keys + b'/Filter/FlateDecode'
    return b'<<' + keys + b'/Length %d>>stream\n' % len(data) + data + b'\nendstream'

def page(content, more=(), extra=b''):
    return pdf([(1, b'<</Type/Catalog/Pages 2 0 R>>'),
        (2, b'<</Type/Pages/Kids[3 0 R]/Count 1>>'),
        (3, b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R'
            b'/Resources<</Font<</F 5 0 R/T 6 0 R>>/XObject<</I 7 0 R/M 8 0 R'
            b'/X 9 0 R>>/ColorSpace<</L[/Lab<</WhitePoint[.95 1 1.09]>>]>>'
            b'/Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 400'
            b' 0]/Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1'
            b'>>>>>>/Pattern<</P 10 0 R>>/ExtGState<</G<</ca .5/BM/Multiply>>>>'
            b'>>' + extra + b'>>'),
        (4, stream(content)),
        (5, b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding'
            b'/WinAnsiEncoding>>'),
        (6, b'<</Type/Font/Subtype/Type1/BaseFont/Times-Italic>>'),
        (7, stream(b''.join(b'\2' + bytes((x * y) & 255 for x in range(24))
            for y in range(8)), b'/Type/XObject/Subtype/Image/Width 8/Height 8'
            b'/ColorSpace/DeviceRGB/BitsPerComponent 8/DecodeParms<</Predictor'
            b' 15/Colors 3/Columns 8>>/Metadata 90 0 R')),
        (8, stream(b'\xaa\x55' * 4, b'/Type/XObject/Subtype/Image/Width 8'
            b'/Height 8/ImageMask true/BitsPerComponent 1')),
        (9, stream(b'0 0 1 rg 0 0 20 20 re f BT /F 9 Tf 2 5 Td (form) Tj ET',
            b'/Type/XObject/Subtype/Form/BBox[0 0 50 50]/Resources<</Font<</F '
            b'5 0 R>>>>/PieceInfo<</A 1>>')),
        (10, stream(b'1 0 0 RG 0 0 m 9 9 l S', b'/PatternType 1/PaintType 1'
            b'/TilingType 1/BBox[0 0 10 10]/XStep 10/YStep 10/Resources<<>>')),
        (90, b'<</Author(Ann Author)/Producer(Maker 1.0)>>')] + list(more))

def write(name, data):
    open(sys.argv[1] + '/' + name + '.pdf', 'wb').write(data)

text = b'BT /F 12 Tf 20 250 Td 14 TL (Words of the page) Tj T* [(Ker) 80 (ned)] TJ'
write('text', page(text + b" (next) ' 2 1 (spaced out) \" /T 14 Tf 50 Tz (narrow)"
    b' Tj ET'))
write('pictures', page(b'q 90 0 0 90 20 150 cm /I Do Q q 90 0 0 90 150 150 cm 0 .5'
    b' 0 rg /M Do Q q 60 0 0 60 280 150 cm BI /W 4 /H 4 /BPC 8 /CS /G ID '
    b'\0\x40\x80\xc0 EI EI EI EI EI EI ' + b' EI Q ' + text + b' ET'))
write('drawing', page(b'q /S sh Q /Pattern cs /P scn 20 20 100 100 re f /L cs 50 40 '
    b'-40 scn 150 20 80 80 re f* /G gs 0 1 0 rg 200 60 m 300 200 250 10 390 90 c h B'
    b' [9 3] 0 d 4 w 10 290 m 390 280 l S q 1 0 0 1 300 10 cm /X Do Q ' + text +
    b' ET'))
write('remarks', page(text + b' ET', [(20, b'<</Type/Annot/Subtype/Stamp/Rect[200 20 '
    b'300 60]/AP<</N 21 0 R>>/T(Tom)>>'), (21, stream(b'1 0 0 rg 0 0 100 40 re f 0 g'
    b' BT /F 12 Tf 5 9 Td (stamped) Tj ET', b'/BBox[0 0 100 40]/Resources<</Font<</F'
    b' 5 0 R>>>>')), (22, b'<</Type/Annot/Subtype/Link/Rect[20 240 130 265]/Border[0'
    b' 0 1]/C[0 0 1]/A<</S/URI/URI(http://track.example/17)>>>>')],
    b'/Annots[20 0 R 22 0 R]'))
write('turned', page(text + b' 0 -60 Td (upside) Tj ET', extra=b'/Rotate 270/CropBox['
    b'10 10 390 290]'))
PY
[ -z "${TIPLINE_PDFS:-}" ] || cp "$TIPLINE_PDFS"/*.pdf "$T/in/"

# alike A B: the same words, and no pixel of 72 dpi further off than 24 of 255.
alike() {
	pdftotext "$1" "$T/a.txt" 2>/dev/null && pdftotext "$2" "$T/b.txt" &&
	    cmp -s "$T/a.txt" "$T/b.txt" || return 1
	pdftoppm -cropbox -r 72 "$1" "$T/a" 2>/dev/null &&
	    pdftoppm -cropbox -r 72 "$2" "$T/b" || return 2
	python3 - "$T" <<'PY'
import glob, sys
a, b = (sorted(glob.glob(sys.argv[1] + '/' + k + '-*.ppm')) for k in 'ab')
ok = len(a) == len(b) and a
for x, y in zip(a, b):
    p, q = open(x, 'rb').read(), open(y, 'rb').read()
    ok = ok and len(p) == len(q) and (p == q or
        not any(abs(i - j) > 24 for i, j in zip(p, q)))
sys.exit(0 if ok else 3)
PY
}

"$TIPLINE" strip "$T"/in/*.pdf -o "$T/once" >"$T/out" 2>"$T/err"
"$TIPLINE" strip "$T"/once/*.pdf -o "$T/twice" >"$T/out" 2>"$T/err" ||
    fail "a cleaned PDF cannot be cleaned"
for f in text pictures drawing remarks turned; do
	[ -f "$T/once/$f.pdf" ] || fail "$f.pdf did not come out"
done
for f in "$T"/once/*.pdf; do
	name=${f##*/}
	cmp -s "$f" "$T/twice/$name" || fail "$name: a second cleaning changes it"
	qpdf --check "$f" >"$T/out" 2>&1 || fail "$name: qpdf complains"
	if command -v mutool >/dev/null; then
		[ -z "$(mutool info "$f" 2>&1 >/dev/null)" ] ||
		    fail "$name: mutool complains"
	fi
	rm -f "$T"/[ab]-*.ppm
	alike "$T/in/$name" "$f"
	case $?:${TIPLINE_PDFS:+more} in
	0:*) ;;
	*:more) note "$name looks or reads different" ;;
	*) fail "$name looks or reads different" ;;
	esac
	for word in Author Maker PieceInfo track.example Tom /ID /Info; do
		grep -qa -- "$word" "$f" && fail "$name still says $word"
	done
done
note "$(ls "$T/once" | wc -l) PDFs read and look the same"
exit 0
