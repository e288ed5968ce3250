#!/usr/bin/env bash
# A run over a folder with bad files finishes; each bad one is named.
. "$(dirname "$0")/lib.sh"
S=$ROOT/docs/samples
vault
B=$T/bad
mkdir "$B"
: >"$B/empty.txt"
head -c 5000 "$S/pier.jpg" >"$B/cut.jpg"
head -c 900 "$S/chart.png" >"$B/cut.png"
head -c 1500 "$S/minutes.docx" >"$B/cut.docx"
head -c 400 "$S/review.pdf" >"$B/cut.pdf"
noise 4096 >"$B/noise.bin"
cat "$S/pier.jpg" "$S/minutes.docx" >"$B/two.jpg"
printf 'caf\xe9 au\001lait\n' >"$B/no-charset.txt"
printf 'a\0b' >"$B/nul.txt"
printf '%%!PS-Adobe-3.0\nshowpage\n' >"$B/page.ps"
cp "$S/tip.txt" "$B/named-wrong.jpg"

submit "$B"/* "$S/tip.txt"
as desk 5 --json examine "$ID"
cp "$T/out" "$T/answers"
python3 - "$T/answers" <<'PY' || fail 'the states'
import collections, json, sys
rows = [json.loads(l) for l in open(sys.argv[1])]
states = collections.Counter((r['state'], r.get('reason', '')) for r in rows)
assert len(rows) == 12, len(rows)
done = [r for r in rows if r['state'] == 'done']
assert len(done) == 1 and done[0]['format'] == 'text', states
assert states[('refused', 'empty')] == 1, states
# a text that is called a picture
assert states[('quarantined', 'type-disagrees')] >= 1, states
assert [r for r in rows if r.get('reason') == 'type-disagrees' and
    'ends in .jpg' in r['detail'] and 'text/plain' in r['detail']], rows
quarantined = [r for r in rows if r['state'] == 'quarantined']
assert len(quarantined) >= 4, states
for r in rows:
    if r['state'] != 'done':
        assert r['reason'], r
PY
# The good ones go on; the bad ones are withheld, and counted.
as desk 0 find "$ID"
as desk 0 review "$ID" --accept-all
as two 0 approve "$ID"
as desk 5 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/analyst"
grep -q '"withheld":11' "$T/analyst/manifest.json" || fail 'withheld is not 11'
# Nothing is lost: every original is still there, bit for bit.
as desk 0 open "$ID" --original -o "$T/desk"
for f in "$B"/*; do
	found=0
	for g in "$T"/desk/*; do cmp -s "$f" "$g" && found=1; done
	[ $found -eq 1 ] || fail "${f##*/} is lost"
done
holds
# Examined once: a second run has nothing to do; asked by name it tells again.
as desk 0 examine
as desk 5 --json examine "$ID"
sort "$T/answers" >"$T/one"
sort "$T/out" >"$T/two"
same "$T/one" "$T/two"
