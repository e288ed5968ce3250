#!/usr/bin/env bash
# An independent reader (Python with PyNaCl, written from docs/format.md alone)
# opens what the programs seal, with nothing but the files of a drop.
. "$(dirname "$0")/lib.sh"
PYTHON=/usr/bin/python3		# Debian's own: it has python3-nacl
"$PYTHON" -c 'import nacl.bindings' 2>/dev/null || skip "no python3-nacl"
ZERO=00000000000000000000000000000000

key intake
key desk
mkdir "$T/outbox"
printf 'a tip\n' >"$T/small"
head -c 65532 /dev/urandom >"$T/chunk"
head -c 3000001 /dev/urandom >"$T/large"
expect 0 -i "$T/intake.key" --json submit "$T/small" "$T/chunk" "$T/large" \
	--message 'to be read by another program' \
	--to "$T/desk.card" --outbox "$T/outbox"
ID=$(json submission)
DROP=$T/outbox/$ID.drop

# file PATTERN: the sealed files of the drop whose path fits, one a line.
file() {
	sed -n "s|^file \\([0-9a-f]*\\) [0-9]* \\($1\\)\$|\\1 \\2|p" \
		"$DROP/drop"
}
expect 0 --json key card "$T/desk.key"
FPR=$(json fingerprint)
GRANT=$(file "grants/original/$FPR\\.1" | cut -d' ' -f1)
[ -n "$GRANT" ] || fail "no grant to the desk in the drop"

# reader OBJECT ITEM KIND: its content in $T/content; 0 when it opened.
reader() {
	"$PYTHON" "$ROOT/tests/vault/reader.py" "$T/desk.key" "$DROP/$GRANT" \
		"$DROP/$1" "$ID" "$2" 1 "$3" 1 >"$T/content" 2>"$T/err"
}

found=0
while read -r sha path; do
	item=${path%/*}
	reader "$sha" "${item##*/}" 2 || fail "the reader refuses $path"
	for f in small chunk large; do
		cmp -s "$T/content" "$T/$f" && found=$((found + 1))
	done
	printf 'to be read by another program' | cmp -s - "$T/content" &&
		found=$((found + 1))
	# the same bytes as another item's, another kind's, the submission's
	! reader "$sha" "$ID" 2 && ! reader "$sha" "${item##*/}" 4 &&
		! reader "$sha" "$ZERO" 2 ||
		fail "the reader took $path for another"
	[ -s "$T/content" ] && fail 'the reader wrote what it refused'
done < <(file 'items/.*/original\..*')
[ "$found" -eq 4 ] || fail "the reader found $found of 4 contents"
note "four contents, bit for bit"

manifest=$(file 'manifest\..*' | cut -d' ' -f1)
reader "$manifest" "$ZERO" 1 || fail 'the reader refuses the manifest'
grep -q -a small "$T/content" || fail 'the manifest does not name its files'

# Another key, another drop's grant: nothing.
"$PYTHON" "$ROOT/tests/vault/reader.py" "$T/intake.key" "$DROP/$GRANT" \
	"$DROP/$manifest" "$ID" "$ZERO" 1 1 1 >"$T/content" 2>"$T/err" &&
	fail 'another key opened the grant'
[ -s "$T/content" ] && fail 'the reader wrote what it refused'
exit 0
