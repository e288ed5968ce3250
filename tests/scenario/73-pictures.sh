#!/usr/bin/env bash
# Pictures of every kind: no tag is left that another program sees, the pixels
# are the same, bombs end within their limits, and two files in one are held.
. "$(dirname "$0")/lib.sh"
mkdir -p "$T/in" "$T/bombs" "$T/two"

# Made by other programs than ours; exiftool writes words into them.
jpegtopnm "$ROOT/docs/samples/pier.jpg" 2>/dev/null | pamscale 0.2 2>/dev/null \
	>"$T/base.ppm"
[ -s "$T/base.ppm" ] || fail 'netpbm made no picture'
pamtotiff -lzw -truecolor "$T/base.ppm" >"$T/in/a.tif" 2>/dev/null
pamtotiff -none -truecolor -msb2lsb "$T/base.ppm" >"$T/in/b.tif" 2>/dev/null
ppmtobmp -bpp=24 "$T/base.ppm" >"$T/in/a.bmp" 2>/dev/null
pnmquant 200 "$T/base.ppm" >"$T/few.ppm" 2>/dev/null
pamtogif -comment='Mara Lindqvist' "$T/few.ppm" >"$T/in/a.gif" 2>/dev/null
pnmtopng -text <(echo 'Author Mara Lindqvist') "$T/base.ppm" \
	>"$T/in/a.png" 2>/dev/null
{ printf 'P6\n# Mara Lindqvist\n'; tail -n +2 "$T/base.ppm"; } >"$T/in/a.ppm"
cp "$ROOT/docs/samples/pier.jpg" "$T/in/a.jpg"
cp "$ROOT/tests/data/pictures/dirty.heic" "$T/in/a.heic"
cp "$ROOT/tests/data/pictures/dirty.avif" "$T/in/a.avif"
exiftool -q -overwrite_original -Artist='Mara Lindqvist' \
	-XMP-dc:Creator='Mara Lindqvist' -Orientation#=6 "$T"/in/*.tif \
	"$T/in/a.png" || fail exiftool
printf 'trailing words of Mara' >>"$T/in/a.bmp"

expect 0 strip "$T"/in/* -o "$T/clean"
expect 0 --json inspect "$T"/clean/*
for f in "$T"/in/*; do
	name=$(basename "$f")
	[ -s "$T/clean/$name" ] || fail "no clean $name"
	! grep -qaE 'Mara|Lindqvist|Secret' "$T/clean/$name" ||
		fail "words are left in $name"
done
exiftool -q -a -G1 -s -XMP:all -IPTC:all -GPS:all -ExifIFD:all -Artist \
	-Software -Make -Model -Comment "$T"/clean/* | grep -v '^=' >"$T/left"
[ ! -s "$T/left" ] || fail "exiftool sees $(head -3 "$T/left")"
# Turned pictures stay turned.
for f in a.tif a.png; do
	[ "$(exiftool -s3 -Orientation# "$T/clean/$f")" = 6 ] ||
		fail "$f is not turned"
done

# The pixels, as other programs decode them.
same_pixels() {	# same_pixels NAME DECODER...
	local name=$1
	shift
	"$@" <"$T/in/$name" >"$T/before" 2>/dev/null
	"$@" <"$T/clean/$name" >"$T/after" 2>/dev/null
	[ -s "$T/before" ] || fail "$* reads no $name"
	cmp -s "$T/before" "$T/after" || fail "the pixels of $name changed"
}
same_pixels a.tif tifftopnm -
same_pixels b.tif tifftopnm -
same_pixels a.bmp bmptopnm
same_pixels a.gif giftopnm
same_pixels a.png pngtopnm
same_pixels a.ppm ppmtoppm
same_pixels a.jpg jpegtopnm

# Small files that claim, or become, far too much.
python3 - "$T/bombs" <<'PY'
import struct, sys, zlib
d = sys.argv[1] + '/'
def w(name, data): open(d + name, 'wb').write(data)
w('wide.gif', b'GIF89a' + struct.pack('<HH', 65535, 65535) + b'\0\0\0,' +
  struct.pack('<HHHH', 0, 0, 65535, 65535) + b'\0\x02\x02\x4c\x01\0;')
w('frames.gif', b'GIF89a' + struct.pack('<HH', 10, 10) + b'\x80\0\0' + bytes(6) +
  (b',' + struct.pack('<HHHH', 0, 0, 10, 10) + b'\0\x02\x02\x4c\x01\0') * 10001 + b';')
def tiff(entries, more=b''):
    n = len(entries)
    return (b'II*\0\x08\0\0\0' + struct.pack('<H', n) +
        b''.join(struct.pack('<HHII', *e) for e in entries) + struct.pack('<I', 8 if more else 0))
size = [(256, 4, 1, 50000), (257, 4, 1, 50000), (258, 3, 1, 8), (259, 3, 1, 1),
        (262, 3, 1, 1), (273, 4, 1, 8), (278, 4, 1, 50000), (279, 4, 1, 9)]
w('wide.tif', tiff(size))
small = [(256, 4, 1, 4), (257, 4, 1, 4)] + size[2:5] + [(273, 4, 1, 8), (278, 4, 1, 4), (279, 4, 1, 16)]
w('circle.tif', tiff(small, b'x'))
w('wide.bmp', b'BM' + bytes(8) + struct.pack('<IIiiHHIIiiII', 54, 40, 100000, 100000, 1, 24, 0, 0, 0, 0, 0, 0))
w('wide.ppm', b'P6 100000 100000 255\nabc')
vp8x = b'VP8X' + struct.pack('<I', 10) + b'\x02\0\0\0' + b'\xff\xff\xff' * 2
anim = b'ANIM' + struct.pack('<I', 6) + bytes(6)
anmf = b'ANMF' + struct.pack('<I', 16) + bytes(16)
w('wide.webp', b'RIFF' + struct.pack('<I', 4 + len(vp8x + anim + anmf)) + b'WEBP' + vp8x + anim + anmf)
def ch(t, b): return struct.pack('>I', len(b)) + t + b + struct.pack('>I', zlib.crc32(t + b))
w('frames.png', b'\x89PNG\r\n\x1a\n' + ch(b'IHDR', struct.pack('>IIBBBBB', 30000, 30000, 8, 0, 0, 0, 0)) +
  ch(b'acTL', struct.pack('>II', 9, 0)) + ch(b'IDAT', zlib.compress(bytes(30001) * 9)) + ch(b'IEND', b''))
PY
for f in "$T"/bombs/*; do
	expect 5 --json strip "$f" -o "$T/none"
	grep -q '"reason":"limit"' "$T/out" ||
		fail "$(basename "$f") goes over no limit"
	[ ! -e "$T/none/$(basename "$f")" ] || fail "$(basename "$f") came out"
done

# A film behind a picture is cut off; an archive behind one is held.
{ cat "$T/in/a.jpg"; printf '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'; } \
	>"$T/two/motion.jpg"
expect 0 inspect "$T/two/motion.jpg"
out_says 'with a video'
expect 0 strip "$T/two/motion.jpg" -o "$T/cut"
! grep -qa ftypmp42 "$T/cut/motion.jpg" || fail 'the film is still there'
echo secret >"$T/two/x.txt"
(cd "$T/two" && zip -q x.zip x.txt)
for f in a.tif a.gif a.bmp a.heic; do
	cat "$T/in/$f" "$T/two/x.zip" >"$T/two/$f"
	expect 5 inspect "$T/two/$f"
	out_says 'two-things'
done
