#!/usr/bin/env bash
# Mails: from a file, a folder, a Maildir, an mbox or a pipe, each becomes a
# submission of one item, which is the mail to the last byte.
. "$(dirname "$0")/lib.sh"
vault
umask 077
cat >"$T/make.py" <<'P'
import os, sys
from email.message import EmailMessage
T = sys.argv[1]
def mail(i, ref=None, body=None):
    e = EmailMessage()
    e['Return-Path'] = f'<bounce{i}@example.org>'
    e['From'] = f'"Łoś, Zofia" <zofia{i}@example.org>'
    e['To'] = 'tips@example.com'
    e['Subject'] = f'Žluťoučký plán {i} ' + 'long ' * 30
    e['Date'] = 'Mon, 14 Jul 2025 07:33:12 +0200'
    e['Message-ID'] = f'<m{i}@example.org>'
    if ref is not None:
        e['In-Reply-To'] = f'<m{ref}@example.org>'
        e['References'] = f'<m0@example.org> <m{ref}@example.org>'
    e.set_content(body or f'body {i}\n')
    return bytes(e)
def put(name, data):
    os.makedirs(os.path.dirname(f'{T}/{name}'), exist_ok=True)
    open(f'{T}/{name}', 'wb').write(data)
FIRST = b'From zofia@example.org Mon Jul 14 07:33:12 2025\n'
# An mbox with quoted and bare "From " lines in its mails, and no end.
boxed = [mail(0), mail(1, 0, 'x\n>From the start\n\nFrom here on\n>>From\n'),
    mail(2, 1, 'y' * 700000 + '\n\nFrom \n'), mail(3, 2)[:-1]]
put('box', b''.join(FIRST + m + b'\n' for m in boxed[:-1]) + FIRST + boxed[-1])
for i, m in enumerate(boxed):
    put(f'want/box{i}', m)
# One of mboxcl2: what looks like a first line is inside, and the length says so.
inner = mail(4, None, 'a\n\n' + FIRST.decode() + 'Subject: inner\n\nb\n')
head, body = inner.split(b'\n\n', 1)
cl2 = head + b'\nContent-Length: %d\n\n' % len(body) + body
lie = b'Subject: lie\nContent-Length: 999999999999999\n\nshort\n'
put('cl2', FIRST + cl2 + b'\n' + FIRST + lie + b'\n' + FIRST + mail(5))
put('want/cl2.0', cl2)
put('want/cl2.1', lie)
# A Maildir with names that nobody expects, and what is no mail of it.
put('md/new/1700000001.a\n\x1b[31m.host', mail(10))
put('md/cur/1700000000.b:2,RSevil', mail(11, 10))
put('md/cur/1700000002.empty:2,', b'')
put('md/tmp/1700000003.c', mail(12))
put('md/.Sent/cur/1', mail(13))
os.symlink('/etc/passwd', f'{T}/md/cur/1700000004.link')
# A folder of .eml files: broken ones, and one that is no mail.
put('emls/a.eml', b'From: =?utf-8?q?=C5=81?= <l@example.org>\r\nSubject:\r\n folded =?iso-8859-2?b?'
    b'syE=?=\r\n\tagain\r\n\r\nno end')
put('emls/b.EML', b'no field here\nFrom: caf\xe9 <c@example.org>\nSubject: nul \x00 in it\nContent-Type: multipart/mixed; boundary=x\n\n--y\n')
put('emls/c.eml', b'X-Long: ' + b'a' * (1 << 20) + b'\nFrom: too@late.example\n\nbody\n')
put('emls/d.eml', b'From: ' + b', '.join(b'n%d <a%d@example.org>' % (i, i) for i in range(5000)) + b'\nReferences: ' + b' '.join(b'<r%d@x>' % i for i in range(5000)) + b'\n\nbody\n')
put('emls/e.eml', b'%PDF-1.4 is no mail\n')
put('emls/notes.txt', b'not looked at')
P
python3 "$T/make.py" "$T" || fail 'the samples were not made'

bring() { as intake "$@"; }
ids() { grep -o '"submission":"[0-9a-f]*"' "$T/out" | cut -d'"' -f4; }
# is ID FILE: the submission is this mail, and nothing else.
is() {
	rm -rf "$T/o"
	as desk 0 open "$1" --original -o "$T/o"
	[ "$(ls "$T/o" | grep -c original)" -eq 1 ] || fail 'not one item'
	same "$T/o/"*.original "$2"
}

# An mbox: each mail as it lies there, with what its header says.
bring 0 --json import mail "$T/box"
says '4 mails came in'
set -- $(ids)
[ $# -eq 4 ] || fail "not four mails: $#"
n=0
for id in "$@"; do is "$id" "$T/want/box$n"; n=$((n + 1)); done
as desk 0 show "$2"
for what in 'channel: mail' 'sender-email of item 1: zofia@example.org' \
    'sender-name of item 1: Łoś, Zofia' 'sender-email of item 1: zofia1@example.org' \
    'sender-email of item 1: bounce1@example.org' 'subject of item 1: Žluťoučký plán 1 long' \
    'sent of item 1: Mon, 14 Jul 2025 07:33:12 +0200' \
    'message-id of item 1: <m1@example.org>' \
    'thread of item 1: <m0@example.org>' 'reference of item 1: <m0@example.org>' \
    'message.eml'; do
	out_says "$what"
done

# mboxcl2 is believed when it is asked for, and never where it lies.
bring 0 --json import mail "$T/cl2" --lengths
set -- $(ids)
[ $# -eq 3 ] || fail "cl2: not three mails: $#"
is "$1" "$T/want/cl2.0"
is "$2" "$T/want/cl2.1"
bring 0 --json import mail "$T/cl2"
[ "$(ids | wc -l)" -eq 4 ] || fail 'a length was believed unasked'

# A Maildir, in the order the mails came.
bring 5 --json import mail "$T/md"
says '2 mails came in'
says '.link is no file'
says '1 folders in'
! grep -q $'\x1b' "$T/err" || fail 'a name reached the terminal'
set -- $(ids)
is "$1" "$T/md/cur/1700000000.b:2,RSevil"
as desk 0 show "$1"
out_says 'event of item 1: flags: replied, seen'

# A folder of .eml files.
bring 5 --json import mail "$T/emls"
says 'e.eml is no mail'
set -- $(ids)
[ $# -eq 4 ] || fail "not four of the folder: $#"
as desk 0 show "$1"
out_says 'sender-name of item 1: Ł'
out_says 'subject of item 1: folded ł! again'
out_says ' a.eml'
as desk 0 show "$2"
out_says 'sender-name of item 1: café'
out_says 'subject of item 1: nul  in it'
is "$3" "$T/emls/c.eml"
as desk 0 show "$3"
out_lacks 'sender-email'
as desk 0 show "$4"
[ "$(grep -c 'sender-' "$T/out")" -eq 16 ] || fail 'senders have no limit'
[ "$(grep -c 'reference of' "$T/out")" -eq 64 ] || fail 'references have no limit'

# One on standard input, whatever is in it; the "From " line is not part of it.
pipe() {
	local want=$1
	shift
	"$TIPLINE" -C "$V" -i "$T/intake.key" --passphrase-fd 9 "$@" \
		>"$T/out" 2>"$T/err" 9<<<"$PASS"
	set -- $?
	[ "$1" -eq "$want" ] || fail "the pipe ended with $1, not $want"
}
pipe 0 --json import mail - <"$T/box"
tail -n +2 "$T/box" >"$T/want/pipe"
is "$(ids)" "$T/want/pipe"
pipe 0 --json import mail - < <(cat "$T/emls/e.eml")
is "$(ids)" "$T/emls/e.eml"

# What a mail program understands: keep it, and try again.
pipe 75 import mail - </dev/null
pipe 75 import mail - --outbox <"$T/want/box0"
pipe 75 import mail - --to "$T/desk.card" --outbox "$T/none" <"$T/want/box0"
says 'no such outbox'
V=$T/novault pipe 75 import mail - <"$T/want/box0"
mkdir "$T/outbox"
pipe 0 import mail - --to "$T/desk.card" --outbox "$T/outbox" <"$T/want/box0"
[ "$(ls "$T/outbox" | grep -c '\.drop$')" -eq 1 ] || fail 'no drop'

# The sender is looked for in the mail's own text, and it is found.
bring 1 import mail "$T/emls/e.eml"
bring 2 import mail
bring 2 import mail /dev/null
as desk 0 audit
