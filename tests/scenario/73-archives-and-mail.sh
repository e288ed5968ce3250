#!/usr/bin/env bash
# 73-archives-and-mail.sh -- archives and mails through the whole program: other
# people's tools open what comes out, and nothing of where it came from is in it.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip "no python3"

mkdir "$T/in" "$T/out.d"
python3 - "$T/in" <<'PY' || fail "the samples could not be made"
import email.message, io, mailbox, os, sys, tarfile, zipfile
d = sys.argv[1]

mail = email.message.EmailMessage()
mail['Received'] = 'from laptop.lan ([192.0.2.7]) by mx.example; Mon, 14 Jul 2025 09:33:12 +0200'
mail['Message-ID'] = '<1@laptop.lan>'
mail['X-Mailer'] = 'Mailer 78.1'
mail['From'] = 'Józef Kowalski <jozef@example.org>'
mail['To'] = 'desk@example.org'
mail['Subject'] = 'Zażółć'
mail['Date'] = 'Mon, 14 Jul 2025 09:33:12 +0200'
mail.set_content('The archive moved in July.\n')
mail.add_alternative('<p>The archive moved in July.'
    '<img src="http://t.example/open.gif?u=77"></p>', subtype='html')
mail.add_attachment('see page 4\n', filename='notes.txt')
raw = mail.as_bytes()
open(os.path.join(d, 'one.eml'), 'wb').write(raw)

box = mailbox.mbox(os.path.join(d, 'all.mbox'))
for i in range(3):
    box.add(raw)
box.close()

inner = io.BytesIO()
with zipfile.ZipFile(inner, 'w', zipfile.ZIP_DEFLATED) as z:
    z.comment = b'packed on laptop.lan'
    z.writestr('folder/mail.eml', raw)
    z.writestr('empty.txt', '')
with tarfile.open(os.path.join(d, 'all.tar.gz'), 'w:gz') as t:
    for name, data in (('inner.zip', inner.getvalue()), ('notes.txt', b'text\n')):
        i = tarfile.TarInfo(name)
        i.size, i.mtime, i.uid, i.uname = len(data), 1752478392, 1042, 'kowalski'
        t.addfile(i, io.BytesIO(data))
with zipfile.ZipFile(os.path.join(d, 'odd.zip'), 'w') as z:
    z.writestr('good.txt', 'good\n')
    z.writestr('odd.bin', bytes(range(256)))
PY

note "an archive of an archive of a mail is written anew, all the way down"
expect 0 strip "$T/in/all.tar.gz" "$T/in/one.eml" "$T/in/all.mbox" -o "$T/out.d"
python3 - "$T/out.d" <<'PY' || fail "what came out is not as it should be"
import email, email.policy, gzip, io, mailbox, os, sys, tarfile, zipfile
d = sys.argv[1]

def check(raw):
    for left in (b'laptop', b'192.0.2', b'Mailer', b'+0200', b't.example'):
        assert left not in raw, left
    m = email.message_from_bytes(raw, policy=email.policy.default)
    assert not m.defects, m.defects
    assert m['From'] == 'Józef Kowalski <jozef@example.org>', m['From']
    assert m['Subject'] == 'Zażółć', m['Subject']
    body = m.get_body(('plain',)).get_content()
    assert body.strip() == 'The archive moved in July.', body
    assert 'src=' not in m.get_body(('html',)).get_content()
    (a,) = m.iter_attachments()
    assert a.get_filename() == 'notes.txt', a.get_filename()
    assert a.get_content() == 'see page 4\n', a.get_content()

check(open(os.path.join(d, 'one.eml'), 'rb').read())
box = mailbox.mbox(os.path.join(d, 'all.mbox'))
assert len(box) == 3, len(box)
for m in box:
    assert 'MAILER-DAEMON' in m.get_from(), m.get_from()
    check(m.as_bytes())
packed = open(os.path.join(d, 'all.tar.gz'), 'rb').read()
assert packed[4:8] == bytes(4), packed[:10]
t = tarfile.open(fileobj=io.BytesIO(gzip.decompress(packed)))
members = t.getmembers()
assert [i.name for i in members] == ['inner.zip', 'notes.txt']
for i in members:
    assert (i.mtime, i.uid, i.uname) == (0, 0, ''), i.get_info()
z = zipfile.ZipFile(io.BytesIO(t.extractfile('inner.zip').read()))
assert z.testzip() is None and z.comment == b''
assert z.namelist() == ['folder/mail.eml', 'empty.txt'], z.namelist()
assert {i.date_time for i in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}
check(z.read('folder/mail.eml'))
PY

note "cleaning twice is cleaning once"
mkdir "$T/twice"
expect 0 strip "$T/out.d/all.tar.gz" "$T/out.d/one.eml" "$T/out.d/all.mbox" \
	-o "$T/twice"
for f in all.tar.gz one.eml all.mbox; do
	cmp -s "$T/out.d/$f" "$T/twice/$f" || fail "$f came out otherwise"
done

note "a member of no known kind stops it, is left out, or is let through"
mkdir "$T/abort" "$T/omit" "$T/keep"
expect 5 strip "$T/in/odd.zip" -o "$T/abort"
says odd.bin
[ ! -e "$T/abort/odd.zip" ] || fail "a refused archive left a file"
expect 5 strip --unknown-members omit "$T/in/odd.zip" -o "$T/omit"
expect 5 strip --unknown-members keep "$T/in/odd.zip" -o "$T/keep"
unzip -l "$T/omit/odd.zip" | grep -q odd.bin && fail "odd.bin was not left out"
unzip -p "$T/keep/odd.zip" odd.bin | cmp -s - <(unzip -p "$T/in/odd.zip" odd.bin) ||
	fail "odd.bin was not let through as it was"

note "an encrypted archive says so, and opens with its password"
if command -v zip >/dev/null; then
	(cd "$T" && echo text >secret.txt && zip -q -P open locked.zip secret.txt)
	mkdir "$T/locked"
	expect 5 strip "$T/locked.zip" -o "$T/locked"
	says encrypted
	expect 0 strip --password-fd 7 "$T/locked.zip" -o "$T/locked" 7<<<open
	[ "$(unzip -p "$T/locked/locked.zip" secret.txt)" = text ] ||
		fail "the unlocked copy does not open without a password"
fi

note "a name goes from header, body and attachment alike"
mkdir "$T/redacted"
printf 'Józef Kowalski\nnotes\n' >"$T/watchlist"
expect 0 redact --watchlist "$T/watchlist" "$T/in/one.eml" -o "$T/redacted"
grep -q -i -a 'kowalski\|notes' "$T/redacted/one.eml" &&
	fail "a name is left in the mail"
python3 - "$T/redacted/one.eml" <<'PY' || fail "the redacted mail does not open"
import email, sys
m = email.message_from_bytes(open(sys.argv[1], 'rb').read())
assert 'owalski' not in m['From'] and 'example.org' in m['From'], m['From']
assert '<' in m['From'] or '>' not in m['From'], m['From']
PY
