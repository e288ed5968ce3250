#!/usr/bin/env bash
# Pages, drawings, data and texts in any charset: read, cleaned, redacted; and
# two copies of one text, compared.
. "$(dirname "$0")/lib.sh"

cat >"$T/page.html" <<'H'
<!doctype html><html><head><title>Draft of Jo Quist</title>
<meta name="author" content="Jo Quist"></head><body onload="x()">
<p>Write to <a href="mailto:desk@example.org">the desk</a>.<!-- jq -->
<img src="https://count.example/p.gif"></p><p style="display:none">hidden</p>
</body></html>
H
cat >"$T/drawing.svg" <<'H'
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/x"
 i:export-filename="/home/jquist/plan.png" width="40" height="20">
<metadata>Jo Quist</metadata><script>x()</script>
<rect width="40" height="20" fill="red"/><text y="9">plan B</text></svg>
H
printf '<?xml version="1.0"?><!-- Jo Quist --><r><n a="7">Ann</n></r>' \
	>"$T/data.xml"
printf 'Za\277\363\263\346 g\352\266l\261 ja\274\361. Wczoraj wieczorem w \243odzi odby\263o si\352 spotkanie, na kt\363rym rozmawiano o przysz\263o\266ci \274r\363de\263. desk@example.org\n' \
	>"$T/letter.txt"
expect 0 strip "$T"/page.html "$T"/drawing.svg "$T"/data.xml "$T"/letter.txt \
	-o "$T/clean"
for f in page.html drawing.svg data.xml letter.txt; do
	expect 0 --json inspect "$T/clean/$f"
	out_says '"metadata":[]'
	! grep -qiE 'quist|jq|x\(\)|count|hidden' "$T/clean/$f" ||
		fail "something is left in $f"
done
grep -q 'Zażółć' "$T/clean/letter.txt" || fail 'the letter is not in UTF-8'
expect 0 inspect "$T/letter.txt"
out_says 'ISO-8859-2, guessed'
expect 0 inspect "$T/page.html"
out_says 'count.example'
if command -v xmllint >/dev/null; then
	xmllint --noout "$T/clean/drawing.svg" "$T/clean/data.xml" ||
		fail 'not well-formed'
fi
expect 0 text "$T/page.html"
printf 'Write to the desk.\nmailto:desk@example.org\n' >"$T/expected"
same "$T/out" "$T/expected"

expect 0 redact "$T/page.html" "$T/letter.txt" -o "$T/redacted" --accept EMAIL
! grep -r 'desk@example' "$T/redacted" || fail 'the address is still there'
expect 0 safe "$T/page.html" -o "$T/safe"
pdftotext "$T/safe/page.html.pdf" - | grep -q 'Write to the desk' ||
	fail 'the safe copy has no words'

# Two copies: what was put into each for its reader is what is shown.
printf 'The basin was dredged twice, at great cost, before anybody asked why it was.\n' \
	>"$T/a.txt"
printf 'The basin was dredged twice at large c\xe2\x80\x8bost, before anybody  asked why it was.\n' \
	>"$T/b.txt"
expect 0 --json inspect "$T/a.txt" "$T/b.txt"
tail -n 1 "$T/out" >"$T/compared"
python3 - "$T/compared" <<'PY' || fail 'the comparison'
import json, sys
c = json.load(open(sys.argv[1]))
assert c['near_identical'] and 0.7 < c['same'] < 1, c
kinds = [(x['kind'], x['a']['text'], x['b']['text']) for x in c['changes']]
assert kinds == [('punctuation', ', ', ' '), ('wording', 'great', 'large'),
    ('hidden-marks', 'cost', 'c\u200bost'), ('spacing', ' ', '  ')], kinds
PY
expect 0 inspect "$T/a.txt" "$T/page.html"
out_says 'not near-identical'

# A line that mails have too makes no mail of a note.
printf 'Date: 2007-03-23 18:43:36\nName: Jason Hartmann\nPhone: 212-555-0147\n' \
	>"$T/note.txt"
expect 0 text "$T/note.txt"
same "$T/out" "$T/note.txt"
printf 'MAC addresses were logged for a year.\n' >"$T/note.txt"
expect 0 text "$T/note.txt"
same "$T/out" "$T/note.txt"
