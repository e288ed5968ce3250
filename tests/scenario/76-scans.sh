#!/usr/bin/env bash
# What is seen is read: pictures of pages, in three languages, and codes.
. "$(dirname "$0")/lib.sh"
SCANS=$ROOT/tests/bench/scans

page() {	# page LANGUAGE DPI: $T/LANGUAGE.pgm, and the PDF it was drawn from
	python3 "$SCANS/page.py" "$SCANS/$1.txt" "$T/$1.pdf"
	pdftoppm -r "$2" -gray -singlefile "$T/$1.pdf" "$T/$1"
}

# Words of $T/out that are also in the text, in its order, in percent.
accuracy() {
	python3 "$SCANS/accuracy.py" "$SCANS/$1.txt" <"$T/out"
}

for language in eng pol fra; do
	page $language 150
	pnmtopng "$T/$language.pgm" >"$T/$language.png" 2>/dev/null
	expect 0 text "$T/$language.png"
	got=$(accuracy $language)
	note "$language: $got% of the words"
	[ "${got%.*}" -ge 90 ] || fail "only $got% of the $language words were read"
done

# Letters that only one of the languages has.
expect 0 text "$T/pol.png"
out_says 'Łukasz Żołądkowski'
expect 0 text "$T/fra.png"
out_says 'Hélène Lefèvre'

# A scan lies crooked, on its side, on its head; it was saved as JPEG.
pnmrotate -background white 4 "$T/eng.pgm" 2>/dev/null |
	pnmtojpeg -quality 50 >"$T/crooked.jpg" 2>/dev/null
pamflip -r90 "$T/eng.pgm" | pnmtojpeg -quality 50 >"$T/side.jpg" 2>/dev/null
pamflip -r180 "$T/eng.pgm" | pnmtojpeg -quality 50 >"$T/head.jpg" 2>/dev/null
for f in crooked side head; do
	expect 0 text "$T/$f.jpg"
	got=$(accuracy eng)
	[ "${got%.*}" -ge 90 ] || fail "only $got% of the words of $f.jpg were read"
done

# An empty page and a page of noise have no words, and are no failure.
pbmmake -white 600 800 | pnmtopng >"$T/empty.png"
expect 0 text "$T/empty.png"
[ ! -s "$T/out" ] || fail 'words were read on an empty page'

# Codes: told, and part of the text, so that finders see what they say.
expect 0 text "$ROOT/tests/data/codes/qr.png"
out_says 'https://drop.example/t?copy=0417-WRZ'
expect 0 text "$ROOT/tests/data/codes/dm.png"
out_says 'copy 0417 for M. Ashdown'
expect 0 text "$ROOT/tests/data/codes/c128.png"
out_says 'DOC-2024-00713'
expect 0 --json scan "$ROOT/tests/data/codes/qr.png"
out_says '"kind":"URL"'
