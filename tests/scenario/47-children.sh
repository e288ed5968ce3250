#!/usr/bin/env bash
# Documents in documents: each becomes an item of its own, and goes the whole
# way on its own; what cannot be examined is listed and withheld.
. "$(dirname "$0")/lib.sh"
S=$ROOT/docs/samples
command -v zip >/dev/null || skip 'no zip'
vault

# outer.zip: a document, a photo, a mail with an attachment, a zip in a folder
# that holds a note, and something that nobody can read.
mkdir -p "$T/outer/deeper"
cp "$S/minutes.docx" "$S/pier.jpg" "$T/outer/"
printf 'Call Teodor Vance, quietgull.27@example.org\n' >"$T/note.txt"
(cd "$T" && zip -q "$T/outer/deeper/inner.zip" note.txt)
noise 300 >"$T/outer/noise.bin"
python3 - "$T" <<'PY'
import email.message, sys
m = email.message.EmailMessage()
m['From'] = 'Mara Lindqvist <mara@example.org>'
m['To'] = 'desk@example.net'
m['Subject'] = 'the list'
m['Date'] = 'Mon, 2 Feb 2026 10:11:12 +0000'
m['X-Originating-IP'] = '[10.20.30.41]'
m.set_content('Dear desk,\nsecond page of the list is attached.\n')
m.add_attachment('Teodor Vance signed on Monday.\n', filename='list.txt')
open(sys.argv[1] + '/outer/mail.eml', 'wb').write(m.as_bytes())
PY
(cd "$T/outer" && zip -qr "$T/outer.zip" .)
submit "$T/outer.zip" --message 'Look inside.'

as desk 5 --json examine
python3 - "$T/out" <<'PY' || fail 'what was examined'
import json, sys
lines = [json.loads(l) for l in open(sys.argv[1])]
by = {l['item']: l for l in lines}
assert len(lines) == len(by), 'an item is told twice'
top = [l for l in lines if 'parent' not in l]
assert len(top) == 2, top
outer = [l for l in top if l['format'] == 'zip'][0]
assert outer['state'] == 'done' and outer['inside'] == 5, outer
inner = [l for l in lines if l.get('parent') == outer['item']]
assert len(inner) == 5 and all(l['depth'] == 1 for l in inner), inner
deep = [l for l in lines if l.get('depth') == 2]
assert len(deep) == 2, deep
states = sorted(l['state'] for l in lines)
assert states == ['done'] * 8 + ['quarantined'], states
PY

# Every one has its path; a second look finds nothing new to do.
as desk 0 show "$ID"
for path in outer.zip/minutes.docx outer.zip/pier.jpg outer.zip/mail.eml \
	outer.zip/mail.eml/list.txt outer.zip/deeper/inner.zip \
	outer.zip/deeper/inner.zip/note.txt outer.zip/noise.bin; do
	out_says "$path"
done
before=$(head_of)
as desk 0 examine
[ "$(head_of)" = "$before" ] || fail 'examined twice'
as desk 5 examine "$ID"

# What the content of an item is, bit for bit, for who may open originals.
as desk 0 open "$ID" --original -o "$T/desk"
for f in outer.zip outer/minutes.docx outer/pier.jpg outer/mail.eml \
	outer/deeper/inner.zip note.txt outer/noise.bin; do
	found=0
	for g in "$T"/desk/*; do cmp -s "$T/$f" "$g" && found=1; done
	[ $found -eq 1 ] || fail "$f did not come out as it went in"
done
grep -qF 'outer.zip/deeper/inner.zip/note.txt' "$T/desk/manifest.txt" ||
	fail 'the path is not in the listing'

printf 'Mara Lindqvist\nLindqvist\nTeodor Vance\n' >"$T/names"
as desk 0 find "$ID" --watchlist "$T/names"
as desk 0 review "$ID" --accept-all
as two 0 approve "$ID"
as desk 5 --json release "$ID" --to analyst
python3 - "$T/out" <<'PY' || fail 'what was released'
import json, sys
told = json.loads(open(sys.argv[1]).readline())
# message, docx, jpg, mail, its attachment, note: archives are no files.
assert told['files'] == 6 and told['withheld'] == 1, told
PY
as analyst 0 open "$ID" -o "$T/analyst"
python3 - "$T/analyst" <<'PY' || fail 'the release'
import email, email.policy, json, os, sys
folder = sys.argv[1]
m = json.load(open(os.path.join(folder, 'manifest.json')))
assert m['withheld'] == 1, m
assert sorted(f['format'] for f in m['files']) == \
    ['docx', 'eml', 'jpeg', 'text', 'text', 'text'], m
names = [f['file'] for f in m['files']]
assert len(set(names)) == len(names)
mail = [f['file'] for f in m['files'] if f['format'] == 'eml'][0]
mail = email.message_from_binary_file(open(os.path.join(folder, mail), 'rb'),
    policy=email.policy.default)
assert 'second page of the list' in mail.get_body().get_content()
assert not list(mail.iter_attachments()), 'the attachment is counted twice'
everything = b''.join(open(os.path.join(folder, n), 'rb').read()
    for n in os.listdir(folder))
for gone in (b'Lindqvist', b'Teodor', b'quietgull', b'10.20.30.41',
    b'outer.zip', b'noise'):
    assert gone not in everything, gone
PY

# A reporter gets one of them alone: the note in the inner archive.
as desk 0 --json show "$ID"
N=$(python3 -c 'import json, sys
print([i["item"] for i in json.loads(sys.stdin.readline())["items"]
    if i["name"].endswith("/note.txt")][0])' <"$T/out")
as desk 0 assign "$ID" reporter --item "$N"
as reporter 0 open "$ID" -o "$T/reporter"
grep -q 'Teodor Vance' "$T/reporter"/*.txt || fail 'the note cannot be read'
! ls "$T/reporter" | grep -qv 'txt$' || fail 'more than one item was opened'
holds

# An archive that holds itself, and one with no end: refused by name.
python3 - "$T" <<'PY'
import io, sys, zipfile
def wrap(name, data):
    b = io.BytesIO()
    with zipfile.ZipFile(b, 'w') as z:
        z.writestr(name, data)
    return b.getvalue()
d = wrap('a.txt', 'deep\n')
for i in range(12):
    d = wrap('in.zip', d)
open(sys.argv[1] + '/deep.zip', 'wb').write(d)
PY
submit "$T/deep.zip"
as desk 5 --json examine "$ID"
[ "$(grep -c '"state":"done"' "$T/out")" -eq 8 ] || fail 'not eight levels'
grep -q '"depth":8,.*"reason":"limit"' "$T/out" || fail 'no limit was named'
holds

# Locked members: the archive waits for the password, and goes on with it.
if command -v 7z >/dev/null; then
	printf 'locked away: quietgull.27@example.org\n' >"$T/secret.txt"
	printf 'in the open\n' >"$T/open.txt"
	(cd "$T" && 7z a -tzip -psesame -mem=AES256 locked.zip secret.txt &&
		7z a -tzip locked.zip open.txt) >/dev/null
	submit "$T/locked.zip"
	as desk 5 examine "$ID"
	says 'encrypted'
	says '1 of 2 documents'
	[ "$(as desk 0 --json show "$ID"; grep -c '"depth"' "$T/out")" = 0 ] ||
		fail 'it was taken apart without its password'
	printf 'wrong\n' >"$T/password"
	as desk 5 examine "$ID" --password-fd 7 7<"$T/password"
	printf 'sesame\n' >"$T/password"
	as desk 0 --json examine "$ID" --password-fd 7 7<"$T/password"
	[ "$(grep -c '"state":"done"' "$T/out")" -eq 3 ] || fail 'still locked'
	as desk 0 find "$ID"
	as desk 0 review "$ID" --accept-all
	as two 0 approve "$ID"
	as desk 0 release "$ID" --to analyst
	as analyst 0 open "$ID" -o "$T/unlocked"
	grep -q 'locked away: \[EMAIL-1\]' "$T"/unlocked/*.txt || fail 'no release'
	submit "$T/locked.zip"
	as desk 5 --json examine "$ID" --unknown-members omit
	[ "$(grep -c '"state":"done"' "$T/out")" -eq 2 ] || fail 'omit'
	holds
fi
