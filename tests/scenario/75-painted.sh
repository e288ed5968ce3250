#!/usr/bin/env bash
# Boxes on pictures of every kind, attacked: what was below is in no pixel that
# another program decodes, and in no byte of the file, packed or not.
. "$(dirname "$0")/lib.sh"
mkdir -p "$T/in" "$T/seen"

# Noise, of which no four pixels are like others, in a dull picture.
python3 - "$T" <<'PY'
import random, sys
random.seed(6)
W, H = 120, 96
grey = bytearray()
rgb = bytearray()
for y in range(H):
    for x in range(W):
        inside = 40 <= x < 88 and 32 <= y < 72
        v = random.randrange(90, 250) if inside else 100 + (x + y) // 4
        grey.append(v)
        rgb += bytes((v, random.randrange(90, 250), random.randrange(90, 250))) if inside \
            else bytes((v, v, 90))
t = sys.argv[1]
open(t + '/rgb.ppm', 'wb').write(b'P6\n%d %d\n255\n' % (W, H) + rgb)
open(t + '/grey.pgm', 'wb').write(b'P5\n%d %d\n255\n' % (W, H) + grey)
PY
rgb=$T/rgb.ppm grey=$T/grey.pgm in=$T/in
{
	pnmtopng "$rgb" >"$in/a.png"
	pnmtopng -interlace "$rgb" >"$in/b.png"
	pnmtopng "$grey" >"$in/c.png"
	pnmtojpeg -quality=90 "$rgb" >"$in/d.jpg"
	pnmtojpeg -quality=90 -progressive "$rgb" >"$in/e.jpg"
	pnmtojpeg -quality=75 -grayscale "$grey" >"$in/f.jpg"
	pnmtojpeg -quality=90 -restart=2 "$rgb" >"$in/g.jpg"
	pamtotiff -none -truecolor "$rgb" >"$in/h.tif"
	pamtotiff -lzw -predictor=2 -truecolor "$rgb" >"$in/i.tif"
	pamtotiff -packbits "$grey" >"$in/j.tif"
	pamtotiff -flate -truecolor "$rgb" >"$in/k.tif"
	ppmtobmp -bpp=24 "$rgb" >"$in/l.bmp"
	pnmquant 64 "$rgb" | pamtogif -interlace >"$in/m.gif"
	cp "$rgb" "$in/n.ppm"
	cp "$grey" "$in/o.pgm"
} 2>/dev/null
# What cameras put beside the picture: a small one of it.
pamscale 0.5 "$rgb" 2>/dev/null | pnmtojpeg -quality=95 >"$T/thumb.jpg"
exiftool -q -overwrite_original "-ThumbnailImage<=$T/thumb.jpg" "$in/d.jpg" \
	"$in/e.jpg" || fail exiftool
[ "$(find "$in" -type f -size +1000c | wc -l)" = 15 ] || fail 'not all were made'

vault
submit "$in"/*
as desk 0 examine "$ID"
as desk 0 find "$ID"
as desk 0 review "$ID" --export "$T/plan.json"
python3 - "$T" <<'PY' || fail 'the plan'
import json, sys
p = json.load(open(sys.argv[1] + '/plan.json'))
assert len(p['items']) == 15, len(p['items'])
for i in p['items']:
    for f in i['findings']:
        f['decision'] = 'keep'
    i['boxes'].append({'page': 0, 'x0': 4000, 'y0': 3200, 'x1': 8800,
                       'y1': 7200, 'by': ''})
json.dump(p, open(sys.argv[1] + '/boxed.json', 'w'))
PY
as desk 0 review "$ID" --plan "$T/boxed.json"
as desk 0 review "$ID" --accept-all
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/open"
for f in "$T"/open/0*; do
	to=$T/seen/$(basename "$f").ppm
	case $f in
	*.png) pngtopnm "$f" ;;
	*.jpg) jpegtopnm "$f" ;;
	*.tif) tifftopnm "$f" ;;
	*.bmp) bmptopnm "$f" ;;
	*.gif) giftopnm "$f" ;;
	*) cat "$f" ;;
	esac >"$to" 2>/dev/null
done
python3 - "$T" <<'PY' || fail 'something is left below a box'
import glob, os, sys, zlib
t = sys.argv[1]
def pnm(path):
    data = open(path, 'rb').read()
    head, rest = data.split(b'\n', 1)
    while rest.startswith(b'#'):
        rest = rest.split(b'\n', 1)[1]
    size, rest = rest.split(b'\n', 1)
    w, h = map(int, size.split())
    if head == b'P4':
        raise SystemExit(path + ' has two colours')
    rest = rest.split(b'\n', 1)[1]
    n = 3 if head == b'P6' else 1
    assert len(rest) == w * h * n, (path, len(rest), w, h, n)
    return w, h, n, rest
# What was below the box, in the orders that files have it.
secrets = set()
for name in ('rgb.ppm', 'grey.pgm'):
    w, h, n, pix = pnm(t + '/' + name)
    for y in range(34, 70):
        row = pix[n * (w * y + 42):n * (w * y + 86)]
        for order in (row, bytes(b for i in range(0, len(row) - n + 1, n)
                for b in row[i:i + n][::-1])):
            secrets.update(order[i:i + 6] for i in range(0, len(order) - 6, 6))
def inflated(data):
    for i in range(len(data) - 2):
        if data[i] & 15 == 8 and (data[i] << 8 | data[i + 1]) % 31 == 0:
            try:
                yield zlib.decompressobj().decompress(data[i:])
            except zlib.error:
                pass
def idat(data):
    out, at = b'', 8
    while at + 8 <= len(data):
        n = int.from_bytes(data[at:at + 4], 'big')
        if data[at + 4:at + 8] == b'IDAT':
            out += data[at + 8:at + 8 + n]
        at += n + 12
    return out
files = sorted(glob.glob(t + '/open/0*'))
assert len(files) == 15, files
for f in files:
    w, h, n, pix = pnm(t + '/seen/' + os.path.basename(f) + '.ppm')
    assert (w, h) == (120, 96), (f, w, h)
    # Readers of JPEG smooth colours over the edge, from outside.
    edge = 2 if f.endswith('.jpg') else 0
    worst = max(max(pix[n * (w * y + 40 + edge):n * (w * y + 88 - edge)])
        for y in range(32 + edge, 72 - edge))
    beside = min(min(pix[n * (w * y + 2):n * (w * y + 20)]) for y in range(2, 94))
    data = open(f, 'rb').read()
    views = [data] + list(inflated(data))
    if f.endswith('.png'):
        views += list(inflated(idat(data)))
    left = sum(s in v for v in views for s in secrets)
    print(os.path.basename(f), 'brightest in the box', worst, 'darkest beside', beside,
        'secrets', left, 'of', len(secrets), 'in', len(views), 'views')
    assert worst == 0 and left == 0 and beside > 60, f
    assert b'\xff\xd8' not in data[2:], f + ': a second picture'
# The search finds what is there.
raw = open(t + '/in/h.tif', 'rb').read()
assert sum(s in raw for s in secrets) > 100
packed = open(t + '/in/k.tif', 'rb').read()
assert not any(s in packed for s in secrets)
assert sum(s in v for v in inflated(packed) for s in secrets) > 100
PY

# box NAME: submit $T/NAME, with a box on its left half, signed by two.
box() {
	submit "$T/$1"
	as desk 0 examine "$ID"
	as desk 0 find "$ID"
	rm -f "$T/one.json"
	as desk 0 review "$ID" --export "$T/one.json"
	python3 - "$T/one.json" "$2" "$3" <<'PY'
import json, sys
p = json.load(open(sys.argv[1]))
p['items'][0]['boxes'].append({'page': 0, 'x0': 0, 'y0': 0, 'by': '',
    'x1': int(sys.argv[2]) * 100, 'y1': int(sys.argv[3]) * 100})
json.dump(p, open(sys.argv[1], 'w'))
PY
	as desk 0 review "$ID" --plan "$T/one.json"
	as desk 0 review "$ID" --accept-all
	as two 0 approve "$ID"
}

# What HEIC and AVIF have coded cannot be changed in part: they become PNGs.
for kind in heic avif; do
	cp "$ROOT/tests/data/pictures/dirty.$kind" "$T/a.$kind"
	box "a.$kind" 36 56
	as desk 0 release "$ID" --to analyst
	as analyst 0 open "$ID" -o "$T/open-$kind"
	pngtopnm "$T/open-$kind/001.png" >"$T/$kind.ppm" 2>"$T/err" ||
		fail "a.$kind did not become a PNG"
	"$TIPLINE" safe "$T/a.$kind" -o "$T/safe" >"$T/out" 2>"$T/err" ||
		fail "a.$kind cannot be shown"
	pdftoppm -r 150 -singlefile "$T/safe/a.$kind.pdf" "$T/$kind.safe"
	python3 - "$T/$kind.ppm" "$T/$kind.safe.ppm" <<'PY' || fail "a.$kind"
import sys
def pixels(path):
    kind, size, most, rest = open(path, 'rb').read().split(b'\n', 3)
    w, h = map(int, size.split())
    assert kind == b'P6' and len(rest) == 3 * w * h, (path, kind, size)
    return w, h, rest
w, h, new = pixels(sys.argv[1])
sw, sh, was = pixels(sys.argv[2])
assert (w, h) == (sw, sh) == (72, 56), (w, h, sw, sh)
left = max(max(new[3 * w * y:3 * (w * y + 36)]) for y in range(h))
off = [abs(a - b) for y in range(h) for a, b in zip(
    new[3 * (w * y + 36):3 * w * (y + 1)], was[3 * (w * y + 36):3 * w * (y + 1)])]
print('brightest in the box', left, 'mean off beside', sum(off) / len(off))
assert left == 0 and sum(off) / len(off) < 12 and max(new) > 60
PY
done

# What is not decoded at all is refused, and the whole release with it.
python3 - "$T/a.jxl" <<'PY'
import sys
stream = bytes([0xff, 0x0a, 9, 3, 9, 8, 7, 6, 5, 4, 3, 2, 1])
open(sys.argv[1], 'wb').write(b'\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl \0\0\0\0jxl '
    + (8 + len(stream)).to_bytes(4, 'big') + b'jxlc' + stream)
PY
box a.jxl 10 10
before=$(head_of)
as desk 4 release "$ID" --to analyst
says 'send a PNG'
[ "$(head_of)" = "$before" ] || fail 'an entry was made'
