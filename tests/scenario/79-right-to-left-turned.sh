#!/usr/bin/env bash
# Text in two directions on pages that are turned: what is drawn is in the
# text, so it can be found, and is not in the redacted copy.
. "$(dirname "$0")/lib.sh"
command -v pdftotext >/dev/null || skip 'no pdftotext'

cat >"$T/make.py" <<'PY'
import sys
# Helvetica whose small letters a to f are Hebrew; capitals are Latin.
pairs = [(c, 0x5d0 + c - 97) for c in range(97, 103)]
pairs += [(c, c) for c in range(65, 91)] + [(32, 32)]
cmap = '/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n' \
    '1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%s' \
    'endbfchar endcmap end end' % (len(pairs),
    ''.join('<%02x> <%04x>\n' % p for p in pairs))
# With a mark above it, Poppler's selection by glyphs leaves this line out on
# the third page, from whichever corner.
content = '1 0 0 -1 0 842 cm 0.75 0 0 0.75 0 0 cm BT 16 0 0 -16 83 98 Tm ' \
    '/F 1 Tf (HABIBI) Tj /H 1 Tf [( abcdef) -150 (f) -300 (f)] TJ ' \
    '0.6 Ts (cd) Tj ET'
objects = ['<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 4/Kids[5 0 R 6 0 R 7 0 R 8 0 R]>>',
    '<</Length %d>>stream\n%s\nendstream' % (len(content) + 1, content),
    '<</Length %d>>stream\n%s\nendstream' % (len(cmap) + 1, cmap)]
for turn in 0, 90, 180, 270:
    objects.append('<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]'
        '/Rotate %d/Contents 3 0 R/Resources<</Font<<'
        '/F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
        '/H<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>'
        '>>>>>>' % turn)
out, at = '%PDF-1.5\n', []
for n, o in enumerate(objects, 1):
    at.append(len(out))
    out += '%d 0 obj%s\nendobj\n' % (n, o)
xref = len(out)
out += 'xref\n0 %d\n0000000000 65535 f \n' % (len(at) + 1)
out += ''.join('%010d 00000 n \n' % a for a in at)
out += 'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (len(at) + 1, xref)
open(sys.argv[1], 'w').write(out)
PY
python3 "$T/make.py" "$T/turned.pdf" || fail 'no PDF was made'

expect 0 text --no-ocr "$T/turned.pdf"
for page in 1 2 3 4; do
	cut -d $'\f' -f "$page" <(tr '\n' ' ' <"$T/out") >"$T/page"
	grep -q HABIBI "$T/page" || fail "page $page has no HABIBI: $(cat "$T/page")"
	grep -q 'א' "$T/page" || fail "page $page has no Hebrew: $(cat "$T/page")"
done

printf 'HABIBI\n' >"$T/list"
expect 0 redact --no-ocr --watchlist "$T/list" "$T/turned.pdf" -o "$T/pictures"
qpdf --check "$T/pictures/turned.pdf" >"$T/out" 2>"$T/err" ||
	fail 'qpdf complains'
pdftotext "$T/pictures/turned.pdf" "$T/left" || fail pdftotext
! grep -q 'HABIBI' "$T/left" || fail 'the word is still there'
exit 0
