#!/usr/bin/env bash
# What stands beside a text and tells on somebody: fields of metadata, names
# of files, paths inside archives.  `scan` tells of it, apart from the text.
. "$(dirname "$0")/lib.sh"
S=$ROOT/docs/samples
command -v zip >/dev/null || skip 'no zip'

mkdir -p "$T/in/home/mlindqvist/Documents" "$T/in/OneDrive - Harrow Water"
cp "$S/minutes.docx" "$T/in/home/mlindqvist/Documents/"
cp "$S/pier.jpg" "$T/in/OneDrive - Harrow Water/"
printf 'nothing to see\n' >"$T/in/write_to_vance.t@example.org.txt"
(cd "$T/in" && zip -qr "$T/all.zip" .)

# Every line says where; only what stands in the text has places.
expect 0 --json scan "$T/all.zip"
python3 - "$T/out" "$T/all.zip" <<'PY' || fail 'the lines'
import json, sys
rows = [json.loads(l) for l in open(sys.argv[1])]
root = sys.argv[2]
docx = root + '/home/mlindqvist/Documents/minutes.docx'
jpeg = root + '/OneDrive - Harrow Water/pier.jpg'
note = root + '/write_to_vance.t@example.org.txt'
for r in rows:
    w = r.get('where', 'text')
    assert ('start' in r) == ('end' in r) == (w == 'text'), r
    assert ('field' in r) == (w == 'metadata'), r
    assert {'file', 'kind', 'value', 'finder', 'confidence', 'why'} <= set(r), r
    assert r['file'] == root or r['parent'] == root, r
def has(**want):
    hits = [r for r in rows if all(r.get(k) == v for k, v in want.items())]
    assert hits, want
    return hits
has(file=docx, where='metadata', field='core.xml:creator', kind='PERSON',
    value='Mara Lindqvist')
has(file=docx, where='metadata', field='core.xml:lastModifiedBy',
    kind='PERSON')
has(file=docx, where='name', kind='USER_NAME', value='mlindqvist')
has(file=jpeg, where='metadata', field='EXIF:SerialNumber', kind='SERIAL',
    value='HX2-0048813')
has(file=jpeg, where='metadata', field='GPS:GPSPosition', kind='GPS')
has(file=jpeg, where='metadata', field='EXIF:Artist', kind='PERSON')
has(file=jpeg, where='name', kind='ORG', value='Harrow Water')
has(file=note, where='name', kind='EMAIL')
assert not [r for r in rows if r['file'] == note and
    r.get('where') != 'name'], 'the note'
PY

# For people, the place is told in words.
expect 0 scan "$T/all.zip"
out_says 'minutes.docx:metadata core.xml:creator  PERSON  Mara Lindqvist'
out_says 'minutes.docx:name  USER_NAME  mlindqvist'

# The folders that lead to the file are the reader's own.
mkdir -p "$T/home/reader/case"
printf 'nothing to see\n' >"$T/home/reader/case/a.txt"
expect 0 --json scan "$T/home/reader/case/a.txt"
[ ! -s "$T/out" ] || fail "found in a path of the reader: $(cat "$T/out")"

# What is asked for counts here too.
expect 0 --json scan --only SERIAL "$T/all.zip"
[ "$(wc -l <"$T/out")" -eq 1 ] || fail "only SERIAL: $(cat "$T/out")"
expect 0 --json scan --without meta --mode precise "$T/all.zip"
if grep -q '"finder":"meta"' "$T/out"; then fail 'meta was not asked for'; fi

# Who wrote one document is known in all of the tree: in other texts, in names.
mkdir -p "$T/two/mlindqvist"
cp "$S/minutes.docx" "$T/two/mlindqvist/"
printf 'It was M. Lindqvist who said no.\n' >"$T/two/note.txt"
(cd "$T/two" && zip -qr "$T/two.zip" .)
expect 0 scan "$T/two.zip"
out_says 'mlindqvist/minutes.docx:name  PERSON  mlindqvist'
grep -q 'note.txt:[0-9]*-[0-9]*  PERSON  .*Lindqvist' "$T/out" ||
	fail 'the author in another text'

# A user that a path names is found where no path stands.
printf 'In C:\\Users\\oa.adeyemi\\x.docx. Then OA.ADEYEMI wrote.\n' \
	>"$T/user.txt"
expect 0 scan "$T/user.txt"
out_says 'USER_NAME  OA.ADEYEMI'

# The kinds that are listed are those of docs/finders.md, each told once.
expect 0 --json scan --list-kinds
python3 - "$T/out" "$ROOT/docs/finders.md" <<'PY' || fail 'docs/finders.md'
import json, re, sys
rows = [json.loads(l) for l in open(sys.argv[1])]
listed = [r['kind'] for r in rows]
told = re.findall(r'^\| `([A-Z0-9_]+)` \|', open(sys.argv[2]).read(), re.M)
assert len(set(listed)) == len(listed) and len(set(told)) == len(told)
# The watchlist is no finder's.
assert set(told) - {'WATCHLIST'} == set(listed) - {'WATCHLIST'}, \
    set(told) ^ set(listed)
assert all(r['finders'] and r['what'] for r in rows)
PY
