#!/usr/bin/env bash
# What SecureDrop, GlobaLeaks and OnionShare give out: each source's or report's
# files become one submission; what is left out is told, and what is cut,
# encrypted or far too big is refused before anything came in.
. "$(dirname "$0")/lib.sh"
vault
umask 077
make_sample() { /usr/bin/python3 "$ROOT/tests/scenario/foreign_samples.py" "$@" ||
	fail "no sample $1"; }
bring() { as intake "$@"; }
ids() { grep -o '"submission":"[0-9a-f]*"' "$T/out" | cut -d'"' -f4; }
items() { ls "$T/$1" | grep -c original; }

# --- SecureDrop's zip
make_sample securedrop "$T/sd.zip"
bring 0 --json import securedrop "$T/sd.zip"
says '2 submissions came in'
says '2 files are sealed by OpenPGP and came in as they are'
set -- $(ids)
[ $# -eq 2 ] || fail 'not two sources'
as desk 0 show "$1"
for what in 'channel: securedrop' 'thread: securedrop brave_lion' \
    'sender-user: brave_lion' 'sender-user: brave lion' 'sent of item 1: 2026-11-20' \
    '../../plan\x07\xff.txt' 'event of item 3: a reply of the newsroom' \
    'event of item 5: not one whole gzip file' \
    'event of item 6: not one whole gzip file' \
    'event of item 7: not one whole gzip file' 'I work at the mine'; do
	out_says "$what"
done
as desk 0 open "$1" --original -o "$T/lion"
[ "$(items lion)" -eq 7 ] || fail "$(ls "$T/lion")"
cat >"$T/sd.py" <<'P'
import sys, zipfile, zlib
z = zipfile.ZipFile(sys.argv[1])
at = {n.rsplit('/', 1)[1]: z.read(n) for n in z.namelist()}
for n in range(1, 8):
    got = open(f'{sys.argv[2]}/{n:03}.original', 'rb').read()
    want = next(v for k, v in at.items() if k.startswith(f'{n}-brave'))
    if n in (2, 4):
        want = zlib.decompress(want, 31)
    assert got == want, (n, len(got), len(want))
P
python3 "$T/sd.py" "$T/sd.zip" "$T/lion" || fail 'an item is not as it was'
as desk 0 show "$2"
out_says 'event of item 1: sealed by OpenPGP: kept as it came'
as desk 0 open "$2" --original -o "$T/owl"
[ "$(items owl)" -eq 3 ] || fail 'not three items of the owl'

# Sources in turns are apart all the same.
make_sample apart "$T/apart.zip"
bring 0 --json import securedrop "$T/apart.zip"
set -- $(ids)
[ $# -eq 2 ] || fail 'not two sources in turns'
as desk 0 open "$2" --original -o "$T/jay"
for n in 1 2 3 4 5; do
	grep -qx "blue_jay says $n" "$T/jay/00$n.original" || fail "message $n"
done

# --- what the client exports: links and pipes are told, the stick's passphrase
# does not come in
make_sample sd-export "$T/a.sd-export"
bring 5 --json import securedrop "$T/a.sd-export"
says '2 links were left out'
says '1 devices or pipes were left out'
says 'metadata.json was left out'
ID=$(ids)
as desk 0 show "$ID"
out_says 'export_data/way out (a link)'
out_says 'message begins: brave lion wrote:'
out_says 'event of item 1: a transcript of both sides'
out_says 'metadata.json (how it was exported)'
as desk 0 open "$ID" --original -o "$T/export"
[ "$(items export)" -eq 3 ] || fail 'not three items of the export'
! grep -rq stick-passphrase "$T/export" || fail 'the passphrase came in'

# --- a folder of opened files
mkdir -p "$T/inbox/brave_lion/2-brave_lion-doc" "$T/inbox/quiet_owl" \
	"$T/inbox/brave lion/3_2026-11-20"
printf 'and more\n' >"$T/inbox/brave lion/3_2026-11-20/more.txt"
printf 'hello\n' >"$T/inbox/brave_lion/1-brave_lion-msg"
printf 'the plan\n' >"$T/inbox/brave_lion/2-brave_lion-doc/plan.txt"
make_sample gz "$T/inbox/quiet_owl/1-quiet_owl-doc.gz"
printf 'cut' >"$T/inbox/quiet_owl/2-quiet_owl-doc.gz"
bring 0 --json import securedrop "$T/inbox"
set -- $(ids)
[ $# -eq 2 ] || fail 'not two sources of the folder'
as desk 0 show "$1"
out_says 'hello'
out_says 'more.txt'
out_says 'plan.txt'
as desk 0 show "$2"
out_says 'inside.txt'
out_says 'event of item 2: not one whole gzip file'

# --- GlobaLeaks
make_sample globaleaks "$T/gl.zip"
bring 5 --json import globaleaks "$T/gl.zip"
says '1 links were left out'
ID=$(ids)
as desk 0 show "$ID"
for what in 'channel: globaleaks' 'What happened? Zofia saw it.' \
    'files_attached_from_recipients/ours.txt' 'files/shadow (a link)' \
    'event of item 4: attached by a recipient'; do
	out_says "$what"
done
as desk 0 open "$ID" --original -o "$T/report"
[ "$(items report)" -eq 6 ] || fail 'not six items of the report'

# --- OnionShare
O=$T/onion/2026-11-22
mkdir -p "$O/140311000000" "$O/150000123456"
printf 'one\n' >"$O/140311000000/a.txt"
printf 'half' >"$O/140311000000/b.bin.part"
printf 'words\n' >"$O/140311000000-message.txt"
printf 'two\n' >"$O/150000123456/c.txt"
printf 'alone\n' >"$O/160000000000-message.txt"
bring 5 --json import onionshare "$T/onion"
says '1 files are not finished'
set -- $(ids)
[ $# -eq 3 ] || fail 'not three of OnionShare'
as desk 0 show "$1"
out_says 'sent: 2026-11-22 14:03:11'
out_says 'words'
out_says 'missing of item 2: b.bin.part'
as desk 0 show "$3"
out_says 'alone'
# One of its dates alone, with what a desktop leaves in it.
: >"$O/.DS_Store"
bring 5 --json import onionshare "$O"
says '2 files are not finished'
set -- $(ids)
[ $# -eq 3 ] || fail 'not three of a date'
as desk 0 show "$2"
out_says 'sent: 15:00:00'
[ -e "$O/140311000000/a.txt" ] || fail 'import took a file away'

# --- refused, by name, and nothing came in
before=$(head_of)
size=$(stat -c %s "$T/sd.zip")
for cut in 10 $((size / 2)) $((size - 30)); do
	head -c $cut "$T/sd.zip" >"$T/cut.zip"
	bring 1 import securedrop "$T/cut.zip"
	says 'no whole zip'
done
python3 - "$T" <<'P'
import sys
t = sys.argv[1]
b = bytearray(open(t + '/sd.zip', 'rb').read())
b[b.index(b'I work at')] ^= 1          # its check sum is wrong
open(t + '/wrong.zip', 'wb').write(b)
b = bytearray(open(t + '/gl.zip', 'rb').read())
for at in (b.index(b'PK\3\4') + 6, b.index(b'PK\1\2') + 8):
    b[at] |= 1                          # it says that it is encrypted
open(t + '/locked.zip', 'wb').write(b)
b = open(t + '/a.sd-export', 'rb').read()
open(t + '/cut.sd-export', 'wb').write(b[:len(b) * 2 // 3])
P
bring 1 import securedrop "$T/wrong.zip"
says 'cut or damaged'
bring 4 import globaleaks "$T/locked.zip"
says 'encrypted'
bring 1 import securedrop "$T/cut.sd-export"
says 'cut or damaged'
make_sample bomb "$T/bomb.zip"
bring 1 import securedrop "$T/bomb.zip"
says 'more than 200 times its size'
printf 'plain' >"$T/plain"
bring 1 import globaleaks "$T/plain"
bring 2 import onionshare "$T/plain"
bring 2 import telegram --gpg "$T/plain"
: >"$T/empty"
bring 1 import globaleaks "$T/empty"
says 'is empty'
mkdir "$T/linked"
ln -s /etc/passwd "$T/linked/1-red_fox-msg"
bring 1 import securedrop "$T/linked"
says 'a link, pipe or device'
[ "$(head_of)" = "$before" ] || fail 'something came in'
! grep -rqE 'brave_lion|Zofia|quiet_owl' "$V" || fail 'a source in clear'
holds
