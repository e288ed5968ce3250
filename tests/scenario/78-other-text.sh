#!/usr/bin/env bash
# A text layer that says something else than the page shows is told, and what
# is shown is in the text; one that is true is neither told nor doubled.
. "$(dirname "$0")/lib.sh"
SCANS=$ROOT/tests/bench/scans

head -12 "$SCANS/eng.txt" >"$T/true.txt"
python3 "$SCANS/page.py" "$T/true.txt" "$T/true.pdf"
pdftoppm -r 150 -gray -singlefile "$T/true.pdf" "$T/page"
python3 - "$T" <<'PY' || fail 'cannot make the scans'
import sys, zlib
t = sys.argv[1]
head, px = open(t + '/page.pgm', 'rb').read().split(b'\n255\n', 1)
w, h = map(int, head.split()[1:3])
z = zlib.compress(px)
true = open(t + '/true.txt').read().split('\n')
fake = ['An apple cake needs flour, butter, sugar and six apples'] * 12
for name, lines in (('honest', true), ('fake', fake)):
    layer = ''.join('(%s) Tj T*\n' % s.replace('(', r'\(').replace(')', r'\)')
                    for s in lines)
    c = ('q 595 0 0 842 0 0 cm /I Do Q BT 3 Tr /F 11.5 Tf 16.5 TL 64 770 Td\n'
         '%sET' % layer).encode()
    objects = [b'<</Type/Catalog/Pages 2 0 R>>',
               b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
               b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R'
               b'/Resources<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>>>',
               b'<</Length %d>>stream\n%s\nendstream' % (len(c), c),
               b'<</Type/XObject/Subtype/Image/Width %d/Height %d'
               b'/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode'
               b'/Length %d>>stream\n%s\nendstream' % (w, h, len(z), z),
               b'<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>']
    out, at = b'%PDF-1.4\n', []
    for i, o in enumerate(objects):
        at.append(len(out))
        out += b'%d 0 obj%s\nendobj\n' % (i + 1, o)
    start = len(out)
    out += b'xref\n0 7\n0000000000 65535 f \n'
    out += b''.join(b'%010d 00000 n \n' % a for a in at)
    out += b'trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % start
    open('%s/%s.pdf' % (t, name), 'wb').write(out)
PY

expect 0 inspect "$T/fake.pdf"
out_says 'the text is not what is seen on page 1'
expect 0 text "$T/fake.pdf"
out_says 'An apple cake'
out_says 'Brennan, Samuel Okafor'
expect 0 inspect "$T/honest.pdf"
out_lacks 'other-text'
expect 0 text "$T/honest.pdf"
[ "$(grep -c 'Okafor, and for' "$T/out")" -eq 1 ] ||
	fail 'words that the page has were read a second time'
