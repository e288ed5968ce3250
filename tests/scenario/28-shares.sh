#!/usr/bin/env bash
# A key in parts: any k of n make it again, fewer do not, and a share that is
# damaged, foreign, of another splitting or there twice is refused by name.
. "$(dirname "$0")/lib.sh"
locked spare
key other

expect 0 key split "$T/spare.key" -n 3 -k 2
out_says "$(cat "$T/spare.card")"
for i in 1 2 3; do
	[ "$(stat -c %a "$T/spare.key.share-$i")" = 600 ] || fail 'mode'
	grep -q "^# Share $i of 3 of a key of tipline. Any 2" \
		"$T/spare.key.share-$i" || fail 'it says what it is'
	grep -qxE '# key   SHA256:.*' "$T/spare.key.share-$i" || fail 'whose'
	[ "$(wc -L <"$T/spare.key.share-$i")" -le 80 ] || fail 'it fits a page'
done
# Without another word nothing is written over.
expect 1 key split "$T/spare.key" -n 3 -k 2; says 'already there'
mkdir "$T/box"
expect 0 --json key split "$T/spare.key" -n 5 -k 3 -o "$T/box"
[ "$(ls "$T/box" | wc -l)" -eq 5 ] || fail 'five shares'
cmp -s "$T/box/spare.key.share-1" "$T/spare.key.share-1" && fail 'random'
expect 2 key split "$T/spare.key" -n 3 -k 4
expect 2 key split "$T/spare.key" -n 3 -k 1
expect 2 key split "$T/spare.key" -n 17 -k 2
expect 2 key split "$T/spare.key" -n 3
mkdir "$T/none"
expect 12 key split "$T/spare.key" -n 2 -k 2 -o "$T/none" \
	--passphrase-fd 3 3<<<'not the passphrase'
empty "$T/none"
"$TIPLINE" key split "$T/other.key" -n 3 -k 2 >"$T/out" 2>"$T/err" ||
	fail 'a plain key file'
S=$T/spare.key.share

# Every two and all three make the same key: it opens what the first one did.
V=$T/vault
expect 0 -i "$T/other.key" init "$V" --name other
expect 0 -C "$V" -i "$T/other.key" member add "$T/spare.card" --role desk \
	--name spare
printf 'for the spare key\n' >"$T/tip"
expect 0 -C "$V" -i "$T/other.key" --json submit "$T/tip"
ID=$(json submission)
n=0
for pair in '1 2' '2 3' '3 1' '1 2 3'; do
	n=$((n + 1))
	# shellcheck disable=SC2086
	expect 0 key join $(printf "$S-%s " $pair) -o "$T/joined$n"
	out_says "$(cat "$T/spare.card")"
	[ "$(stat -c %a "$T/joined$n")" = 600 ] || fail 'mode'
	expect 0 -C "$V" -i "$T/joined$n" open "$ID" --original -o "$T/o$n"
	same "$T/tip" "$T/o$n/001.original"
done
"$TIPLINE" key join "$T"/box/*-[135] -o "$T/plain" --no-passphrase \
	>"$T/out" 2>"$T/err" || fail 'three of five, plain'
"$TIPLINE" -C "$V" -i "$T/plain" open "$ID" --original -o "$T/op" \
	>"$T/out" 2>"$T/err" || fail 'the plain one'
expect 1 key join "$S-1" "$S-2" -o "$T/plain"; says 'already there'

# What is refused, and leaves nothing behind.
no() {		# no EXIT TEXT SHARES...
	local want=$1 text=$2
	shift 2
	expect "$want" key join "$@" -o "$T/never"
	says "$text"
	absent "$T/never"
}
no 1 'find 1 more' "$S-1"
no 1 'find 1 more' "$T"/box/*-[12]
no 1 'the same share' "$S-1" "$S-1"
no 1 'another key than' "$S-1" "$T/other.key.share-2"
says "$T/other.key.share-2"
no 1 'another splitting' "$S-1" "$T/box/spare.key.share-2"
no 1 'no line of a share' "$S-1" "$T/tip"
no 1 'there is no share' "$S-1" "$T/absent"
no 1 'no share' "$S-1" /dev/null
no 1 'no share' "$S-1" "$T"
printf '\0\377' >"$T/junk"
no 1 'line 1' "$S-1" "$T/junk"
head -c 70000 /dev/zero >"$T/junk"
no 1 'no share' "$S-1" "$T/junk"

# Typed again: capitals, blanks and the missing comments are fine; a wrong
# letter, a line lost, doubled or swapped are told with their line.
{ echo; grep -v '^#' "$S-2" | tr a-z A-Z | sed 's/^/  /; s/$/ \r/'; } >"$T/typed"
expect 0 key join "$S-1" "$T/typed" -o "$T/again"
grep -v '^#' "$S-2" >"$T/body"
sed '4s/.\(.....\)$/q\1/' "$T/body" >"$T/bad"
cmp -s "$T/body" "$T/bad" && sed '4s/.\(.....\)$/p\1/' "$T/body" >"$T/bad"
no 1 'bad, line 4' "$S-1" "$T/bad"
sed 3d "$T/body" >"$T/bad"; no 1 'bad, line 3' "$S-1" "$T/bad"
sed 3p "$T/body" >"$T/bad"; no 1 'bad, line 4' "$S-1" "$T/bad"
sed '2{h;d};3G' "$T/body" >"$T/bad"; no 1 'bad, line 2' "$S-1" "$T/bad"
sed '$d' "$T/body" >"$T/bad"; no 1 'bad ends after line' "$S-1" "$T/bad"
: >"$T/bad"; no 1 'no share' "$S-1" "$T/bad"

# Whose letters are right and whose content is not: the signature knows.
python3 - "$T/body" "$T/forged" "$ROOT" <<'P' || fail 'cannot forge a share'
import sys
A = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
def polymod(v):
    c = 1
    for x in v:
        top, c = c >> 25, (c & 0x1ffffff) << 5 ^ x
        for i, g in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                               0x3d4233dd, 0x2a1462b3)):
            c ^= g if top >> i & 1 else 0
    return c
def sum_of(prefix, v):
    h = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    c = polymod(h + v + [0] * 6) ^ 0x2bc830a3
    return [c >> 5 * (5 - i) & 31 for i in range(6)]
out = []
for n, line in enumerate(open(sys.argv[1]).read().split()):
    prefix, v = 'tipshare', [A.index(c) for c in line[9:]]
    assert sum_of(prefix, v[:-6]) == v[-6:], 'the page on shares is wrong'
    if n == 6:
        v[20] ^= 1
    out.append(prefix + '1' + ''.join(A[x] for x in v[:-6] +
                                      sum_of(prefix, v[:-6])))
open(sys.argv[2], 'w').write('\n'.join(out) + '\n')
P
no 3 'altered' "$S-1" "$T/forged"
says "$T/forged"

# From the page on formats alone: two shares, interpolated, are the payload.
cat >"$T/join.py" <<'P'
import hashlib, struct, sys
A = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
def read(path):
    out = b''
    for line in open(path):
        if line.startswith('tipshare1'):
            bits = ''.join(f'{A.index(c):05b}' for c in line[9:].strip()[:-6])
            out += bytes(int(bits[i:i + 8], 2)
                         for i in range(0, len(bits) - 7, 8))[4:]
    size, = struct.unpack('>H', out[153:155])
    assert len(out) == 155 + size + 64
    return out[17], out[155:155 + size], out[20:153]
def times(a, b):
    r = 0
    while b:
        r ^= a if b & 1 else 0
        a = a << 1 ^ (0x11d if a & 0x80 else 0)
        b >>= 1
    return r
def over(a, b):
    return next(x for x in range(256) if times(x, b) == a)
(x, ys, card), (z, zs, _) = read(sys.argv[1]), read(sys.argv[2])
payload = bytes(times(y, over(z, x ^ z)) ^ times(w, over(x, x ^ z))
                for y, w in zip(ys, zs))
sys.stdout.buffer.write(b'TIPKEY01' + struct.pack('>H', 133) + card +
                        bytes(25) + hashlib.blake2b(payload,
                        digest_size=24).digest() + payload)
P
python3 "$T/join.py" "$S-3" "$S-1" >"$T/independent" || fail 'join.py'
chmod 600 "$T/independent"
"$TIPLINE" -C "$V" -i "$T/independent" open "$ID" --original -o "$T/oi" \
	>"$T/out" 2>"$T/err" || fail 'the key that join.py made'

# An offline desk member: joined to rotate, split again, the old shares void.
expect 0 -C "$V" -i "$T/joined1" rotate
expect 0 key split "$T/joined1" -n 3 -k 2 -o "$T/box"
expect 0 key join "$T"/box/joined1.share-[12] -o "$T/third"
expect 0 -C "$V" -i "$T/third" open "$ID" --original -o "$T/o9"
expect 12 -C "$V" -i "$T/joined2" rotate; says 'another copy'
holds
