#!/usr/bin/env bash
# Files in files, without a vault: shown by their paths, cleaned and redacted
# inside their containers; and a name that promises something else.
. "$(dirname "$0")/lib.sh"
S=$ROOT/docs/samples
command -v zip >/dev/null || skip 'no zip'

# A zip with a mail in it that has a photo and a zip with a note attached.
mkdir -p "$T/in/letters"
printf 'Call Teodor Vance, quietgull.27@example.org\n' >"$T/note.txt"
(cd "$T" && zip -q notes.zip note.txt)
python3 - "$T" "$S" <<'PY'
import email.message, sys
m = email.message.EmailMessage()
m['From'] = 'Mara Lindqvist <mara@example.org>'
m['To'] = 'desk@example.net'
m['Subject'] = 'the list'
m['Date'] = 'Mon, 2 Feb 2026 10:11:12 +0000'
m['X-Originating-IP'] = '[10.20.30.41]'
m.set_content('Write to mara@example.org.\nThe list is attached.\n')
m.add_attachment(open(sys.argv[2] + '/pier.jpg', 'rb').read(),
    maintype='image', subtype='jpeg', filename='pier.jpg')
m.add_attachment(open(sys.argv[1] + '/notes.zip', 'rb').read(),
    maintype='application', subtype='zip', filename='notes.zip')
open(sys.argv[1] + '/in/letters/mail.eml', 'wb').write(m.as_bytes())
PY
cp "$S/minutes.docx" "$T/in/"
(cd "$T/in" && zip -qr "$T/all.zip" .)

expect 0 --json inspect "$T/all.zip"
python3 - "$T/out" "$T/all.zip" <<'PY' || fail 'the tree'
import json, sys
rows = [json.loads(l) for l in open(sys.argv[1])]
root = sys.argv[2]
mail = root + '/letters/mail.eml'
tree = {r['file']: (r.get('parent'), r.get('depth')) for r in rows}
assert tree == {
    root: (None, None),
    root + '/minutes.docx': (root, 1),
    mail: (root, 1),
    mail + '/pier.jpg': (mail, 2),
    mail + '/notes.zip': (mail, 2),
    mail + '/notes.zip/note.txt': (mail + '/notes.zip', 3),
}, tree
assert rows[0]['file'] == root
photo = [r for r in rows if r['file'].endswith('pier.jpg')][0]
assert any('GPS' in m['name'] for m in photo['metadata']), photo
PY

# Findings carry the path; a document's text stands below it.
expect 0 --json scan "$T/all.zip"
grep -q '"file":"[^"]*notes.zip/note.txt","parent":.*quietgull' "$T/out" ||
	fail 'the finding in the note'
expect 0 text "$T/all.zip"
out_says "[$T/all.zip/letters/mail.eml/notes.zip/note.txt]"
out_says 'Call Teodor Vance'

# Cleaned: the same tree, and nothing to tell in any of it.
expect 0 strip "$T/all.zip" -o "$T/clean"
expect 0 --json inspect "$T/clean/all.zip"
[ "$(wc -l <"$T/out")" -eq 6 ] || fail 'not six documents came out'
! grep -v '"metadata":\[\],"marks":\[\]' "$T/out" || fail 'something is left'
unzip -tq "$T/clean/all.zip" >/dev/null || fail 'the zip is broken'
mkdir "$T/un" && (cd "$T/un" && unzip -q "$T/clean/all.zip")
! grep -rqaE '10\.20\.30\.41|Halden' "$T/un" || fail 'traces are left'
# Once more gives the same bytes.
expect 0 strip "$T/clean/all.zip" -o "$T/twice"
same "$T/clean/all.zip" "$T/twice/all.zip"

# Redacted: in each document, with labels that agree.
expect 0 redact "$T/all.zip" -o "$T/red" --accept EMAIL
expect 0 text "$T/red/all.zip"
out_lacks 'mara@example.org'
out_lacks 'quietgull'
out_says 'Teodor Vance'
out_says '[EMAIL-2]'

# Pages to look at: one file for each document that has any.
expect 0 safe "$T/all.zip" -o "$T/safe"
for f in "$T"/safe/*; do
	[ "$(head -c 5 "$f")" = %PDF- ] || fail "$f is no PDF"
done
[ "$(ls "$T/safe" | wc -l)" -eq 4 ] || fail "$(ls "$T/safe")"

# What cannot be cleaned: nothing, all but that, or that as it was.
noise 300 >"$T/noise.bin"
cp "$T/all.zip" "$T/more.zip"
(cd "$T" && zip -q more.zip noise.bin)
expect 5 strip "$T/more.zip" -o "$T/more"
says 'noise.bin: unknown-type'
says 'unknown-members'
absent "$T/more/more.zip"
expect 5 strip "$T/more.zip" -o "$T/more" --unknown-members omit
says 'more.zip/noise.bin was left out'
[ "$(unzip -l "$T/more/more.zip" | grep -c 'noise')" -eq 0 ] || fail 'omit'
rm "$T/more/more.zip"
expect 5 --json strip "$T/more.zip" -o "$T/more" --unknown-members=keep
grep -q '"became":"kept"' "$T/out" || fail 'nobody was told'
unzip -p "$T/more/more.zip" noise.bin >"$T/noise.again"
same "$T/noise.bin" "$T/noise.again"
expect 2 strip "$T/more.zip" -o "$T/more" --unknown-members maybe

# Names that lead elsewhere, or steer a terminal, lead and steer nothing.
python3 - "$T" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + '/names.zip', 'w') as z:
    z.writestr('../../etc/one.txt', 'a\n')
    z.writestr('/two.txt', 'b\n')
    z.writestr('th\u202eree.txt', 'c\n')
PY
expect 0 inspect "$T/names.zip"
out_says "$T/names.zip/etc/one.txt:"
out_says "$T/names.zip/two.txt:"
out_says 'th\u202eree.txt'

# A password: asked for by name, given on a descriptor, used for all in it.
if command -v 7z >/dev/null; then
	(cd "$T" && 7z a -tzip -psesame -mem=AES256 locked.zip note.txt >/dev/null)
	expect 5 strip "$T/locked.zip" -o "$T/locked"
	says 'encrypted'
	says 'password-fd'
	printf 'sesame\n' >"$T/password"
	expect 0 text "$T/locked.zip" --password-fd 7 7<"$T/password"
	out_says 'Call Teodor Vance'
	printf 'wrong\n' >"$T/password"
	expect 5 text "$T/locked.zip" --password-fd 7 7<"$T/password"
	says 'password'
	: >"$T/password"
	expect 2 text "$T/locked.zip" --password-fd 7 7<"$T/password"
fi

# A name that promises something else: both opinions are told.
cp "$S/chart.png" "$T/photo.jpg"
cp "$T/all.zip" "$T/report.pdf"
cp "$S/tip.txt" "$T/tip.md"
expect 5 strip "$T/photo.jpg" "$T/report.pdf" "$T/tip.md" -o "$T/names"
says 'photo.jpg quarantined: type-disagrees'
says 'its name ends in .jpg, libmagic says image/png, the structure is png'
says 'the structure is zip'
[ "$(ls "$T/names")" = tip.md ] || fail "$(ls "$T/names")"

# Several at a time, told in their order; one that is not there stops none.
for i in $(seq 20); do printf 'number %d\n' "$i" >"$T/n$i.txt"; done
rm "$T/n7.txt"
expect 1 strip $(for i in $(seq 20); do echo "$T/n$i.txt"; done) -o "$T/many"
says 'n7.txt is not there'
says '1 of 20 files'
[ "$(ls "$T/many" | wc -l)" -eq 19 ] || fail 'not all others were done'
for i in $(seq 20); do [ "$i" = 7 ] || echo "$T/many/n$i.txt: text, 0 removed"
done >"$T/order"
same "$T/out" "$T/order"
