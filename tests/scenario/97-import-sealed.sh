#!/usr/bin/env bash
# What a newsroom's SecureDrop stores is sealed to it: the person's own gpg opens
# it, straight into the sealing; what was changed or is not for this key is
# named and kept as it came, and no opened byte touches a disk.
. "$(dirname "$0")/lib.sh"
command -v gpg >/dev/null || skip 'no gpg'
vault
umask 077
export GNUPGHOME=$T/gnupg
mkdir "$GNUPGHOME"
at_end() { gpgconf --kill all 2>/dev/null; }
gpg --batch --quiet --passphrase '' --quick-gen-key newsroom@example.org \
	future-default default never 2>/dev/null || fail 'no key'
bring() { as intake "$@"; }
ids() { grep -o '"submission":"[0-9a-f]*"' "$T/out" | cut -d'"' -f4; }
/usr/bin/python3 "$ROOT/tests/scenario/foreign_samples.py" sealed "$T/s.zip" ||
	fail 'no sample'

# Without --gpg it stays as it is.
bring 0 --json import securedrop "$T/s.zip"
says '8 files are sealed by OpenPGP and came in as they are'
as desk 0 open "$(ids)" --original -o "$T/plain"
(cd "$T" && mkdir u && cd u && unzip -qq ../s.zip)
for n in 1 2 3 4 5 6 7 8; do
	same "$T/plain/00$n.original" "$(ls "$T"/u/d/red_fox/${n}_*/*)"
done

# check FOLDER: what each item is when gpg opened what it could.
cat >"$T/check.py" <<'P'
import sys, os
root, there = sys.argv[1:3]
there = [os.path.join(d, f) for d, _, fs in os.walk(there) for f in fs]
def item(n):
    return open(f'{root}/{n:03}.original', 'rb').read()
def came(n):
    return open(next(p for p in there if os.path.basename(p).startswith(f'{n}-')),
                'rb').read()
assert item(1) == 'the word is żółw\n'.encode()
assert item(2) == b'the plan of the mine\n' * 400
assert item(3)[:2] == b'\x1f\x8b' and item(3)[-4:] == b'more', 'kept packed'
assert item(4).startswith(b'-----BEGIN PGP MESSAGE'), 'the second layer stays'
for n in (5, 6, 7):
    assert item(n) == came(n), f'{n} is not as it came'
assert item(8) == b'the last word\n'
P
check() {
	python3 "$T/check.py" "$1" "$T/u" || fail "$1 is not as it should be"
}

bring 5 --json import securedrop "$T/s.zip" --gpg
says '5-red_fox-doc.gz.gpg: gpg could not open it'
says '6-red_fox-msg.gpg: gpg could not open it'
says '7-red_fox-doc.gpg: it unpacks to more'
says '3 files that gpg could not open came in as they are'
ID=$(ids)
as desk 0 show "$ID"
for what in 'plan.txt' 'the word is' 'message  20 bytes  1-red_fox-msg' \
    'event of item 3: not one whole gzip file' \
    'event of item 5: sealed by OpenPGP: it could not be opened' \
    'message-id of item 8: 8'; do
	out_says "$what"
done
out_lacks 'changed.jpg'
as desk 0 open "$ID" --original -o "$T/opened"
check "$T/opened"

# The same from a folder, and into a drop.
bring 5 --json import securedrop "$T/u/d" --gpg
as desk 0 open "$(ids)" --original -o "$T/folder"
check "$T/folder"
mkdir "$T/outbox"
expect 5 -i "$T/intake.key" import securedrop "$T/s.zip" --gpg \
	--to "$T/desk.card" --outbox "$T/outbox"
as desk 0 --json take "$T/outbox"
ID=$(json submission)
as desk 0 open "$ID" --original -o "$T/dropped"
check "$T/dropped"

# No write of any process of it holds a word that was opened, pipes and sockets
# apart.
if command -v strace >/dev/null && [ "${TIPLINE_STRACE:-1}" = 1 ]; then
	mkdir "$T/few"
	cp "$T"/u/d/red_fox/[128]_*/* "$T/few"
	strace -f -y -qq -s 200000 -e trace=write,pwrite64,writev,sendmsg,sendto \
		-o "$T/trace" "$TIPLINE" -C "$V" -i "$T/intake.key" -q import \
		securedrop "$T/few" --gpg >/dev/null 2>&1
	grep -q 'the last word' "$T/trace" || fail 'the trace saw nothing'
	! grep -E 'the last word|the plan of the mine' "$T/trace" |
		grep -vE '^[0-9]+ +[a-z0-9]+\([0-9]+<(pipe|socket|UNIX|UNIX-STREAM):' ||
		fail 'an opened byte was written to a file'
fi

# No key here: named, and all of it kept.
GNUPGHOME=$T/none
mkdir "$GNUPGHOME"
bring 5 --json import securedrop "$T/s.zip" --gpg
says '8 files that gpg could not open'
as desk 0 open "$(ids)" --original -o "$T/nokey"
same "$T/nokey/001.original" "$T/plain/001.original"
# No gpg at all.
mkdir "$T/bin"
before=$(head_of)
PATH=$T/bin "$TIPLINE" -C "$V" -i "$T/intake.key" import securedrop "$T/s.zip" \
	--gpg 2>"$T/err" >"$T/out"
says 'gpg cannot be run; install gnupg'
[ "$(head_of)" = "$before" ] || fail 'something came in without gpg'
holds
