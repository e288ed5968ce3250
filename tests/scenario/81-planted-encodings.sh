#!/usr/bin/env bash
# Values planted in thirteen formats, each in twelve encodings: none is left, and
# the files were made.  TIPLINE_PLANTED=full takes 520 values in 52 files.
. "$(dirname "$0")/lib.sh"
for tool in qpdf pdftotext pdftoppm tesseract; do
	command -v "$tool" >/dev/null || skip "no $tool"
done
PLANTED=$ROOT/tests/planted
files=13 each=2
[ "${TIPLINE_PLANTED:-}" = full ] && { files=52 each=10; }

python3 "$PLANTED/plant.py" "$T/p" "$files" "$each" || fail 'nothing planted'
# The scanner sees all of them where nothing was done.
python3 "$PLANTED/survivors.py" "$T/p/values.tsv" "$T/p/files" >"$T/out"
out_says "$((files * each)) survived, 0 files not there"

expect 0 redact "$T"/p/files/* --watchlist "$T/p/list" -o "$T/made"
python3 "$PLANTED/survivors.py" "$T/p/values.tsv" "$T/made" >"$T/out" ||
	fail 'a planted value survived'
note "$(tail -1 "$T/out")"
# What stood between the values is still there.
for f in "$T"/made/*.txt; do
	[ "$(grep -c 'nothing is in it' "$f")" -eq "$each" ] ||
		fail 'more than the values is gone'
done

# Our own check says the same, before and after.
expect 4 verify "$T"/p/files/* --watchlist "$T/p/list"
[ "$(grep -c ': found$' "$T/out")" -eq "$files" ] ||
	fail 'verify does not see values in each of the files'
for word in 'as plain' 'as base64' 'as hex' 'as percent' 'as entity' \
    'as escape' 'as quoted-printable' 'as tags' 'line 1,'; do
	grep -qF "$word" "$T/err" || fail "verify never says '$word'"
done
expect 0 verify "$T"/made/* --watchlist "$T/p/list"
[ "$(grep -c ': nothing found$' "$T/out")" -eq "$files" ] ||
	fail 'verify sees values in what was made'
expect 4 --json verify "$T/p/files/f08.pdf" --watchlist "$T/p/list"
grep -q '"left":{"place":"object [0-9]* stream"' "$T/out" ||
	fail 'no hit in a stream is told'
grep -q '"as":"hex"' "$T/out" || fail 'no encoding is told'

# A picture of which a name is read only when there is a box beside it.
if [ "$files" -lt 52 ]; then
	python3 "$PLANTED/plant.py" "$T/q" 52 10 || fail 'nothing planted'
	expect 0 redact "$T/q/files/f51.png" --watchlist "$T/q/list" -o "$T/again"
	python3 "$PLANTED/survivors.py" "$T/q/values.tsv" "$T/again" >"$T/out"
	out_says '0 survived, 51 files not there'
fi

# Told by its place, however deep it lies.
python3 - "$T" <<'END'
import io, sys, zipfile, zlib, base64, struct
t, name = sys.argv[1], 'Zofia Quenneville'
open(t + '/one', 'w').write(name + '\n')
def z(members):
    b = io.BytesIO()
    with zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED) as f:
        for n, d in members: f.writestr(n, d)
    return b.getvalue()
inner = z([('deep.txt', 'so it was ' + base64.b64encode(name.encode()).decode())])
open(t + '/zip.zip', 'wb').write(z([('a/inner.zip', inner), ('b.txt', 'nothing')]))
open(t + '/named.zip', 'wb').write(z([('Zofia Quenneville.txt', 'nothing')]))
raw = (b'From: a@example.org\nDate: Mon, 02 Mar 2026 10:00:00 +0000\nMIME-Version: 1.0\n'
  b'Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n' +
  base64.encodebytes(z([('papers.txt', (name + ', ') * 9)])))
open(t + '/one.eml', 'wb').write(raw)
open(t + '/all.mbox', 'wb').write(b'From a@example.org Mon Mar  2 10:00:00 2026\n' + raw + b'\n')
open(t + '/one.emlx', 'wb').write(b'%-10d\n' % len(raw) + raw +
  b'<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n')
def obj(n, d): return b'%d 0 obj\n%s\nendobj\n' % (n, d)
s = zlib.compress(b'q Q % ' + name.encode('utf-16-be').hex().encode())
body = b'%PDF-1.4\n' + obj(1, b'<</Type/Catalog/Pages 2 0 R/Lang(' + b''.join(
    b'\\%03o' % c for c in b'\xfe\xff' + name.encode('utf-16-be')) + b')>>') + \
  obj(2, b'<</Type/Pages/Count 1/Kids[3 0 R]>>') + \
  obj(3, b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>') + \
  obj(4, b'<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream' % (len(s), s)) + \
  obj(5, b'<</Orphan /Zofia#20Quenneville>>')
open(t + '/strings.pdf', 'wb').write(body + b'trailer<</Root 1 0 R/Size 6>>\n%%EOF')
def chunk(kind, d): return struct.pack('>I', len(d)) + kind + d + struct.pack('>I', zlib.crc32(kind + d))
open(t + '/words.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack(
    '>IIBBBBB', 8, 8, 8, 0, 0, 0, 0)) + chunk(b'zTXt', b'Comment\0\0' + zlib.compress(
    b'for ' + name.encode())) + chunk(b'IDAT', zlib.compress(b'\0' * 72)) + chunk(b'IEND', b''))
END
expect 4 verify "$T/zip.zip" --watchlist "$T/one"
says 'a/inner.zip: deep.txt, byte'
says 'as base64'
expect 4 verify "$T/named.zip" --watchlist "$T/one"
expect 4 verify "$T/strings.pdf" --watchlist "$T/one"
says 'object 1, byte'
says 'object 4 stream, byte'
says 'object 5, byte'
for mail in one.eml all.mbox one.emlx; do
	expect 4 verify "$T/$mail" --watchlist "$T/one"
	says 'part 1: papers.txt, byte 0'
done
expect 4 verify "$T/words.png" --watchlist "$T/one"
says 'zTXt, byte'
! grep -qi 'quenneville' "$T/err" || fail 'the value itself is told'

# A file alone: the plan again, the same bytes, and not those of another.
printf 'Zofia Quenneville was here: Wm9maWEgUXVlbm5ldmlsbGU=\n' >"$T/note.txt"
vault
submit "$T/note.txt"
as desk 0 examine "$ID"
as desk 0 watchlist "$ID" --set "$T/one"
as desk 0 find "$ID"
as desk 0 review "$ID" --accept-all
as desk 0 review "$ID" --export "$T/plan"
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/open"
f=$(find "$T/open" -name '*.txt' | head -1)
! grep -qE 'Zofia|Wm9m' "$f" || fail 'the value is in the release'
expect 0 verify "$T/note.txt" --plan "$T/plan" --made "$f"
out_says 'proven, and the same'
cp "$f" "$T/changed.txt" && echo more >>"$T/changed.txt"
expect 3 verify "$T/note.txt" --plan "$T/plan" --made "$T/changed.txt"
expect 2 verify "$T/note.txt" --made "$f"
holds
