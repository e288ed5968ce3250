#!/usr/bin/env bash
# Paper made white: printers' dots of several patterns, sizes and yellows, on
# white, yellowish and grey paper, are in no pixel of the copy; letters stay.
. "$(dirname "$0")/lib.sh"
mkdir -p "$T/in"

cat >"$T/make.py" <<'PY'
import sys
# Where dots stand in a cell of the grid, as tables of those printers show it:
# columns, rows, and which of them are filled.
PATTERNS = {
    'docucolor': (15, 8, lambda c, r: (c * 7 + r * 5) % 3 == 0, 30),
    'dense': (16, 32, lambda c, r: (c + r) % 2 == 0, 12),
    'sparse': (18, 23, lambda c, r: (c * r) % 7 == 1, 26),
}
YELLOWS = {'light': (252, 250, 205), 'middle': (250, 244, 120), 'dark': (226, 208, 50)}
PAPERS = {'white': (255, 255, 255), 'cream': (249, 244, 230), 'grey': (206, 206, 203)}
W, H = 660, 880
def page(path, pattern, yellow, paper, times, shade):
    cols, rows, filled, step = PATTERNS[pattern]
    rows_ = [bytearray(bytes(PAPERS[paper]) * W) for _ in range(H)]
    size, step = times + 1, step * times
    scale = [c / 255 for c in PAPERS[paper]]
    dot = bytes(int(y * s) for y, s in zip(YELLOWS[yellow], scale))
    for j, y in enumerate(range(8, H - 8, step)):
        for i, x in enumerate(range(8, W - 8, step)):
            if filled(i % cols, j % rows):
                for k in range(size):
                    rows_[y + k][3 * x:3 * (x + size)] = dot * size
    for y in range(100, 180):                   # a faint watermark
        rows_[y][3 * 330:3 * 500] = bytes(int(232 * s) for s in scale) * 170
    for line in range(200, 700, 40):            # letters
        for x in range(60, 560, 12):
            for k in range(14):
                rows_[line + k][3 * x:3 * (x + 5)] = bytes((25, 25, 25)) * 5
    if shade:                                   # light that falls from one side
        for y in range(H):
            f = 1 - 0.2 * y / H
            rows_[y] = bytearray(int(v * f) for v in rows_[y])
    with open(path, 'wb') as f:
        f.write(b'P6\n%d %d\n255\n' % (W, H) + b''.join(rows_))
n = 0
for pattern in PATTERNS:
    for yellow in YELLOWS:
        for paper in PAPERS:
            n += 1
            page('%s/%s-%s-%s.ppm' % (sys.argv[1], pattern, yellow, paper),
                pattern, yellow, paper, 1 + n % 2, n % 3 == 0)
PY
cat >"$T/measure.py" <<'PY'
import sys
# The paper: no letter within 9 pixels (JPEG mixes 8).
worst = 0
for name in sys.argv[1:]:
    data = open(name, 'rb').read()
    head, size, most, pix = data.split(b'\n', 3)
    w, h = map(int, size.split())
    assert head == b'P6' and most == b'255' and len(pix) == w * h * 3
    dirty = other = 0
    for y in range(h):
        row = pix[3 * w * y:3 * w * (y + 1)]
        inside = 190 < y < 734
        for a, b in ((0, w),) if not inside else ((0, 44), (588, w)):
            part = row[3 * a:3 * b]
            if part.count(255) == len(part):
                continue
            for i in range(0, len(part), 3):
                r, g, bl = part[i:i + 3]
                dirty += min(r, g, bl) < 250
                other += abs(r - bl) > 3 or abs(g - bl) > 3
    dark = sum(1 for x in range(0, w) if pix[3 * (w * 207 + x)] < 60)
    if dirty or other or dark < 180:
        print(name.split('/')[-1], 'not white', dirty, 'yellow', other, 'dark', dark)
        worst = 1
sys.exit(worst)
PY
python3 "$T/make.py" "$T" || fail 'no pages were made'
# The same pages as PNG, and in turn as JPEG of three qualities and TIFF.
n=0
for f in "$T"/*.ppm; do
	name=$(basename "$f" .ppm)
	n=$((n + 1))
	case $((n % 4)) in
	0) pnmtopng "$f" >"$T/in/$name.png" 2>/dev/null ;;
	1) pnmtojpeg --quality=60 "$f" >"$T/in/$name.jpg" ;;
	2) pnmtojpeg --quality=90 "$f" >"$T/in/$name.jpg" ;;
	3) pamtotiff -lzw -truecolor "$f" >"$T/in/$name.tif" 2>/dev/null ;;
	esac
done
[ "$(find "$T/in" -type f -size +1k | wc -l)" = "$n" ] ||
	fail 'not all pages are there'

expect 0 redact --whiten --no-ocr "$T"/in/* -o "$T/white"
mkdir "$T/pixels"
for f in "$T"/white/*; do
	case $f in
	*.png) pngtopnm "$f" ;;
	*.jpg) jpegtopnm "$f" ;;
	*.tif) tifftopnm "$f" ;;
	esac >"$T/pixels/$(basename "$f").ppm" 2>/dev/null
done
python3 "$T/measure.py" "$T"/pixels/*.ppm || fail 'paper is not white'
# The measure finds what is there: the same pages, as they were.
! python3 "$T/measure.py" "$T"/docucolor-*.ppm >/dev/null ||
	fail 'the measure sees no dots'
expect 0 --json inspect --no-ocr "$T"/white/*
! grep -q 'printer-dots' "$T/out" || fail 'dots are found in what is white'

# In pages of a PDF too, as they are drawn.
cp "$T/in/docucolor-dark-cream".* "$T/"
one=$(ls "$T"/docucolor-dark-cream.{png,jpg,tif} 2>/dev/null | head -1)
expect 0 safe --no-ocr "$one" -o "$T/pdf"
expect 0 redact --whiten --no-ocr "$T"/pdf/*.pdf -o "$T/pdfwhite"
pdftoppm -r 150 "$T"/pdfwhite/*.pdf "$T/drawn" || fail pdftoppm
python3 - "$T"/drawn*.ppm <<'PY' || fail 'the page of the PDF is not white'
import sys
data = open(sys.argv[1], 'rb').read().split(b'\n', 3)[3]
bad = sum(1 for i in range(0, len(data), 3) if min(data[i], data[i + 1]) - data[i + 2] > 16)
print('yellow pixels', bad)
sys.exit(bad > 0)
PY

# What cannot be made white is refused, and not passed as it is.
pnmquant 200 "$T/docucolor-dark-grey.ppm" 2>/dev/null |
	pamtogif >"$T/a.gif" 2>/dev/null
expect 5 redact --whiten --no-ocr "$T/a.gif" -o "$T/none"
[ ! -e "$T/none/a.gif" ] || fail 'a GIF came out'
