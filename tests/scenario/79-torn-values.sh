#!/usr/bin/env bash
# A name on two lines of a table's cell, with the next cell between them in the
# order of the text: `redact` and `find` see it all the same.
. "$(dirname "$0")/lib.sh"
for p in worker redact; do
	[ -x "$LIBEXEC/tipline-$p" ] || skip "tipline-$p is not built"
done
/usr/bin/python3 - "$T/table.pdf" <<'END'
import sys
at = [(60, 760, 'Who was seen on that evening is told by the table below.'),
      (60, 700, 'Maximiliane Fairweather-'), (190, 693, '3 May'), (60, 686, 'Marchenoir'),
      (250, 700, 'She was seen at the harbour with two men who'),
      (250, 686, 'left on the ferry to the north that night.'),
      (60, 640, 'Maximiliane Fairweather-Marchenoir has not been seen since.')]
s = ''.join('BT /F 11 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n' % a for a in at).encode()
o = [b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
     b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font'
     b'<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>',
     b'<</Length %d>>stream\n' % len(s) + s + b'endstream']
with open(sys.argv[1], 'wb') as f:
    f.write(b'%PDF-1.4\n' + b''.join(b'%d 0 obj\n' % (i + 1) + x + b'\nendobj\n'
        for i, x in enumerate(o)) + b'trailer<</Root 1 0 R>>\n%%EOF\n')
END
printf 'Maximiliane Fairweather-Marchenoir\n' >"$T/list"
expect 0 text "$T/table.pdf"
# The test is one only as long as the text tears it.
tr '\n' ' ' <"$T/out" >"$T/line"
[ "$(grep -o 'Fairweather- *Marchenoir' "$T/line" | wc -l)" -eq 1 ] ||
	skip 'the text does not tear the name any more'
expect 0 redact "$T/table.pdf" --watchlist "$T/list" -o "$T/made"
expect 0 text "$T/made/table.pdf"
out_lacks Maximiliane
out_lacks Fairweather
out_lacks Marchenoir
out_says 'left on the ferry'

vault
submit "$T/table.pdf"
as desk 0 examine "$ID"
as desk 0 find "$ID" --watchlist "$T/list"
as desk 0 review "$ID" --accept-all
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/an"
expect 0 text "$T"/an/*.pdf
out_lacks Marchenoir
out_lacks Maximiliane
