#!/usr/bin/env bash
# A stick between rooms: one file and a folder beside it, to and fro; with a
# server in one of the rooms as well.
. "$(dirname "$0")/lib.sh"
command -v git-lfs >/dev/null || skip 'the package git-lfs is missing'
cd "$T" || fail "$T"
git() { command git -c safe.directory='*' -c core.hooksPath=/dev/null "$@"; }
vault
head -c 100000 /dev/urandom >"$T/large"
head -c 500 /dev/urandom >"$T/small"
submit "$T/large" "$T/small"
mkdir "$T/stick"
B=$T/stick/news.bundle

# Out: stock git reads it; in: a new copy, with the large objects.
as desk 0 sync "$B"
out_says '7 sent'
git -C "$V" bundle verify "$B" >/dev/null 2>&1 || fail 'git bundle verify'
[ "$(find "$B.lfs" -type f | wc -l)" -eq 1 ] || fail 'large objects beside it'
expect 0 clone "$B" "$T/cellar"
V1=$V V2=$T/cellar
cp "$V1/labels" "$V2/"
V=$V2
holds
as two 0 open "$ID" --original -o "$T/o"
same "$T/large" "$T/o/001.original"

# To and fro, both with entries of their own.
head -c 110000 /dev/urandom >"$T/other"
as two 0 submit "$T/other"
as two 0 sync "$B"
out_says '1 sent'
V=$V1
submit "$T/small"
as desk 0 sync "$B"
out_says '1 fetched, 1 sent, 1 signed again'
V=$V2
as two 0 sync "$B"
out_says '1 fetched, 0 sent'
holds
[ "$(head_of)" = "$(git -C "$V1" rev-parse main)" ] || fail 'two histories'
empty "$V/incoming"
[ "$(find "$T/stick" -name '*.part' | wc -l)" -eq 0 ] || fail 'a part stays'

# One room has a server as well.  What the other made meanwhile without knowing
# what came from there is signed again in the room where it was made.
git init -q --bare -b main "$T/server"
V=$V1
as desk 0 sync "$T/server"
expect 0 clone "$T/server" "$T/third"
V=$T/third
key three
V=$V1
as desk 0 member add "$T/three.card" --role desk --name three
as desk 0 sync "$T/server"
V=$T/third
as three 0 sync "$T/server"
as three 0 submit "$T/small"
as three 0 sync "$T/server"
V=$V2
as two 0 submit "$T/small" --message 'in the cellar'
as two 0 sync "$B"
V=$V1
as desk 0 sync "$T/server"
as desk 5 sync "$B"
says 'made without knowing'
[ -f "$B.old" ] || fail 'the old bundle is kept'
V=$V2
as two 0 sync "$B"
out_says '1 signed again'
V=$V1
as desk 0 sync "$B"
out_says '1 fetched'
as desk 0 sync "$T/server"
out_says '1 sent'
V=$T/third
as three 0 sync "$T/server"
out_says '1 fetched'
holds
[ "$(git -C "$V" log --format=%s main | grep -c '^submit')" -eq 5 ] ||
	fail 'five submissions'

# The stick was taken first, and the server went on: what came with the stick
# is left to the one who made it, who brings it again.
V=$T/third
as three 0 submit "$T/small"
as three 0 sync "$T/server"
V=$V2
as two 0 sync "$B"
as two 0 submit "$T/large" --message 'again in the cellar'
as two 0 sync "$B"
V=$V1
as desk 0 sync "$B"
submit "$T/small"
as desk 4 sync "$T/server"
says 'or say --leave-others'
as desk 5 sync "$T/server" --leave-others
says 'is left to'
out_says '1 fetched, 1 sent, 1 signed again, 1 kept aside'
as desk 5 sync "$B"
V=$V2
as two 0 sync "$B"
V=$V1
as desk 0 sync "$B"
as desk 0 sync "$T/server"
holds
[ "$(git -C "$V" log --format=%s main | grep -c '^submit')" -eq 8 ] ||
	fail 'eight submissions'

# One way: all of it, or what came since.
V=$V1
expect 0 -C "$V" sync --bundle "$T/all.bundle"
n=$(git -C "$V" rev-list --count main)
as desk 0 submit "$T/other"
expect 0 -C "$V" sync --bundle "$T/new.bundle" --since "$n"
[ "$(stat -c %s "$T/new.bundle")" -lt "$(stat -c %s "$T/all.bundle")" ] ||
	fail 'what is new is less than all'
expect 1 clone "$T/new.bundle" "$T/none"
says 'holds only what came after'
absent "$T/none"
expect 0 clone "$T/all.bundle" "$T/copy"
expect 0 -C "$T/copy" sync "$T/new.bundle"
out_says '1 fetched'
V=$T/copy
holds
expect 2 -C "$V" sync --bundle "$T/file"
expect 2 -C "$V" sync --bundle "$T/x.bundle" --since 0
expect 1 -C "$V" sync --bundle "$T/x.bundle" --since 999
absent "$T/x.bundle"

# Cut, changed, or without its large objects: refused, nothing changes.
V=$V1
as desk 0 sync "$B"
head -c 120000 /dev/urandom >"$T/big"
as desk 0 submit "$T/big"
as desk 0 sync "$B"
V=$V2
before=$(head_of)
cp "$B" "$T/good"
mv "$B.lfs" "$T/kept"
expect 1 -C "$V" sync "$B"
says 'copy that folder together with'
rm -rf "$B.lfs"
mv "$T/kept" "$B.lfs"
for n in 10 100 1000 5000; do
	head -c -$n "$T/good" >"$B"
	"$TIPLINE" -C "$V" sync "$B" >"$T/out" 2>"$T/err" && fail "cut by $n"
	[ "$(head_of)" = "$before" ] || fail 'the vault moved'
done
python3 - "$T/good" "$B" <<'P'
import sys
b = bytearray(open(sys.argv[1], 'rb').read())
b[len(b) // 2] ^= 1
open(sys.argv[2], 'wb').write(b)
P
"$TIPLINE" -C "$V" sync "$B" >"$T/out" 2>"$T/err" && fail 'a changed byte'
[ "$(head_of)" = "$before" ] || fail 'the vault moved'
cp "$T/good" "$B"
expect 0 -C "$V" sync "$B"
out_says '2 fetched'
holds
