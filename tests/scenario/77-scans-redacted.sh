#!/usr/bin/env bash
# What was read in a picture is redacted in the picture, and seen to be gone.
. "$(dirname "$0")/lib.sh"
SCANS=$ROOT/tests/bench/scans

printf '%s\n' 'Letter of 4 May' '' 'Please write to anna.nowak@example.org' \
	'or call her at +48 601 555 017 in the evening.' '' \
	'The meeting in the old mill was about money.' >"$T/letter.txt"
python3 "$SCANS/page.py" "$T/letter.txt" "$T/letter.pdf"
pdftoppm -r 150 -gray -singlefile "$T/letter.pdf" "$T/letter"
pamcut -height 700 "$T/letter.pgm" | pnmtojpeg -quality 80 >"$T/scan.jpg"
pamcut -height 700 "$T/letter.pgm" | pnmtopng >"$T/scan.png" 2>/dev/null

# A picture of a page in a PDF, without text; and a page with text.
expect 0 safe "$T/scan.png" -o "$T"
pdftotext "$T/scan.png.pdf" "$T/none.txt"
[ -z "$(tr -d '\f\n' <"$T/none.txt")" ] || fail 'the safe copy has text'
qpdf --empty --pages "$T/letter.pdf" "$T/scan.png.pdf" -- "$T/both.pdf"

# Standalone: a JPEG loses the pixels, a PDF the pixels and gets labels.
expect 0 redact "$T/scan.jpg" "$T/both.pdf" -o "$T/red" --only EMAIL,PHONE
out_says 'scan.jpg: jpeg, 2 removed'
out_says 'both.pdf: pdf, 4 removed'
! grep -q 'nobody' "$T/err" || fail 'pages that were read are called unread'
expect 0 text "$T/red/scan.jpg"
out_lacks 'anna'
out_lacks '555'
out_says 'The meeting in the old mill was about money.'
pdftotext -layout "$T/red/both.pdf" "$T/out"
out_lacks 'anna'
out_lacks '555'
[ "$(grep -c 'EMAIL-1' "$T/out")" -eq 2 ] || fail 'a label is missing'
[ "$(grep -c 'old mill' "$T/out")" -eq 2 ] || fail 'words are missing'
# An eye of its own: is the ink gone?
pdftoppm -r 150 -gray -f 2 -singlefile "$T/red/both.pdf" "$T/seen"
pnmtopng "$T/seen.pgm" >"$T/seen.png" 2>/dev/null
expect 0 text "$T/seen.png"
out_lacks 'anna'
out_lacks '555'

# In the vault: found, decided, signed, and proven by reading the result.
vault
submit "$T/scan.jpg" "$T/both.pdf"
as desk 0 examine "$ID"
as desk 0 --json find "$ID" --only EMAIL,PHONE
[ "$(json unread_pages)" -eq 0 ] || fail 'pages that were read count as unread'
[ "$(json undecided)" -eq 6 ] || fail "$(json undecided) findings, not 6"
as desk 0 review "$ID" --accept-all
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/open"
f=$(find "$T/open" -name '*.jpg')
[ -n "$f" ] || fail 'no picture was released'
expect 0 text "$f"
out_lacks 'anna'
out_lacks '555'
holds
