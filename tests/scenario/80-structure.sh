#!/usr/bin/env bash
# Labels: heads of columns, keys, headers and signatures say what a value is,
# in texts and in documents; kinds and finders are switched by name.
. "$(dirname "$0")/lib.sh"

mkdir "$T/in"
printf 'nr,surname,phone,order\n1,abernathy,601 234 567,601 234 568\n2,"Nowak-Zet",602345678,\n' \
	>"$T/in/table.csv"
printf '{"user": {"lastName": "zywicki", "mobile": "603456789"},\n "order": "603456780"}\n' \
	>"$T/in/data.json"
printf 'From: Ada Brzoza <ada@example.org>\nTo: "Lis, Ewa" <ewa@example.org>\nSubject: the report\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nAll is ready.\n\nPozdrawiam,\nAda\n' \
	>"$T/in/letter.eml"
printf '2026-03-02T10:00:01Z INFO login user=gregor.t surname=tamsin status=ok\n2026-03-02T10:00:02Z INFO {"event":"call","surname":"okonkwo","n":12}\n' \
	>"$T/in/access.log"
printf '<!doctype html><html><body><table><tr><th>Nom</th><th>Prénom</th><th>Téléphone</th></tr><tr><td>Quille</td><td></td><td>06 12 34 56 78</td></tr><tr><td>Rame</td><td>Odile</td><td>-</td></tr></table></body></html>' \
	>"$T/in/page.html"
printf 'Nazwisko\nKorzeniak\nAdres zamieszkania: ul. Lipowa 7, 00-950 Warszawa\nData urodzenia ........ 1 maja 1980\nFile name: Readme Notes\n' \
	>"$T/in/form.txt"
python3 - "$T/in" <<'PY' || fail 'the documents could not be made'
import sys, zipfile
d = sys.argv[1]
X = '<?xml version="1.0" encoding="UTF-8"?>'
P = 'http://schemas.openxmlformats.org/package/2006/'
O = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
def office(path, main, kind, parts):
    with zipfile.ZipFile(path, 'w') as z:
        z.writestr('[Content_Types].xml', X + f'<Types xmlns="{P}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' + ''.join(f'<Override PartName="/{n}" ContentType="application/vnd.openxmlformats-officedocument.{t}+xml"/>' for n, t, _ in parts if t) + '</Types>')
        z.writestr('_rels/.rels', X + f'<Relationships xmlns="{P}relationships"><Relationship Id="a" Type="{O}/officeDocument" Target="{main}"/></Relationships>')
        for n, _, data in parts: z.writestr(n, X + data)
S = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
def row(n, cells):
    return f'<row r="{n}">' + ''.join(f'<c r="{c}{n}" t="inlineStr"><is><t>{v}</t></is></c>' for c, v in cells) + '</row>'
office(d + '/sheet.xlsx', 'xl/workbook.xml', 'xl', [
    ('xl/workbook.xml', 'spreadsheetml.sheet.main', f'<workbook xmlns="{S}" xmlns:r="{O}"><sheets><sheet name="List" sheetId="1" r:id="r"/></sheets></workbook>'),
    ('xl/_rels/workbook.xml.rels', None, f'<Relationships xmlns="{P}relationships"><Relationship Id="r" Type="{O}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
    ('xl/worksheets/sheet1.xml', 'spreadsheetml.worksheet', f'<worksheet xmlns="{S}"><sheetData>'
     + row(1, [('A', 'nr'), ('B', 'Imię'), ('C', 'Nazwisko'), ('D', 'Telefon')])
     + row(2, [('A', '1'), ('C', 'wrzosek'), ('D', '605678901')])
     + row(3, [('A', '2'), ('B', 'Iga')]) + '</sheetData></worksheet>')])
W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
def cell(t): return f'<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>'
office(d + '/table.docx', 'word/document.xml', 'word', [
    ('word/document.xml', 'wordprocessingml.document.main', f'<w:document xmlns:w="{W}"><w:body><w:tbl>'
     + '<w:tr>' + cell('Surname') + cell('Phone') + '</w:tr><w:tr>' + cell('pettigrew') + cell('604 567 890') + '</w:tr>'
     + '</w:tbl><w:p><w:r><w:t>Nothing else.</w:t></w:r></w:p></w:body></w:document>')])
PY

expect 0 scan --json "$T"/in/*
cp "$T/out" "$T/found"
python3 - "$T/found" <<'PY' || fail 'labels were not read'
import json, sys
found = {}
for l in open(sys.argv[1]):
    j = json.loads(l)
    name = j['file'].rsplit('/', 1)[-1]
    found.setdefault(name, {}).setdefault(j['value'], []).append(j)
want = {
    'table.csv': [('abernathy', 'PERSON'), ('601 234 567', 'PHONE'), ('Nowak-Zet', 'PERSON')],
    'data.json': [('zywicki', 'PERSON'), ('603456789', 'PHONE')],
    'letter.eml': [('Ada Brzoza', 'PERSON'), ('Lis, Ewa', 'PERSON'), ('Ada', 'PERSON')],
    'access.log': [('gregor.t', 'USER_NAME'), ('tamsin', 'PERSON'), ('okonkwo', 'PERSON')],
    'page.html': [('Quille', 'PERSON'), ('Odile', 'PERSON')],
    'form.txt': [('Korzeniak', 'PERSON'), ('1 maja 1980', 'DATE_OF_BIRTH')],
    'sheet.xlsx': [('wrzosek', 'PERSON'), ('605678901', 'PHONE'), ('Iga', 'PERSON')],
    'table.docx': [('pettigrew', 'PERSON'), ('604 567 890', 'PHONE')],
}
bad = 0
for name, rows in want.items():
    for value, kind in rows:
        if not any(j['kind'] == kind for j in found.get(name, {}).get(value, [])):
            bad += 1
            print(f'{name}: no {kind} {value}:', sorted((v, k['kind']) for v, js in found.get(name, {}).items() for k in js))
if any(j['finder'] == 'field' for j in found['form.txt'].get('Readme Notes', [])):
    bad += 1
    print('the name of a file is taken for a person')
sys.exit(bad > 0)
PY

# --mode: what is sure is a part of what may be.
expect 0 scan --json --mode precise "$T"/in/*
python3 - "$T/found" "$T/out" <<'PY' || fail 'the modes'
import json, sys
safe, precise = ([j for j in map(json.loads, open(p)) if "start" in j] for p in sys.argv[1:])
place = lambda j: (j['file'], j['kind'], j['start'], j['end'])
assert precise and len(precise) < len(safe), (len(precise), len(safe))
assert all(j['confidence'] >= .6 for j in precise)
for j in precise:	# nothing but overlaps that were settled otherwise
    assert any(s['file'] == j['file'] and s['start'] < j['end'] and j['start'] < s['end'] for s in safe), j
PY
expect 2 scan --mode careful "$T/in/form.txt"
err_says 'safe or precise'

# --only and --without: kinds, kinds by their beginning, finders.
expect 0 scan --json --only PHONE "$T"/in/*
python3 -c 'import json,sys; k={json.loads(l)["kind"] for l in open(sys.argv[1])}; assert k=={"PHONE"}, k' \
	"$T/out" || fail '--only PHONE'
expect 0 scan --json --only email,person "$T"/in/*
python3 -c 'import json,sys; k={json.loads(l)["kind"] for l in open(sys.argv[1])}; assert k=={"PERSON","EMAIL"}, k' \
	"$T/out" || fail '--only email,person'
expect 0 scan --json --without PERSON,field "$T"/in/*
python3 -c 'import json,sys; f=[json.loads(l) for l in open(sys.argv[1])]; assert f and not [j for j in f if j["kind"]=="PERSON" or j["finder"]=="field"], f' \
	"$T/out" || fail '--without PERSON,field'
for flag in --only --without; do
	expect 2 scan $flag PERSON,NONSENSE "$T/in/form.txt"
	err_says NONSENSE
done

# redact takes the same words.
expect 0 redact --only PERSON --mode precise "$T/in/table.csv" "$T/in/sheet.xlsx" \
	-o "$T/out.d"
grep -q 601 "$T/out.d/table.csv" || fail 'a phone number went with --only PERSON'
! grep -qi abernathy "$T/out.d/table.csv" || fail 'a name is left in the table'
expect 0 text "$T/out.d/sheet.xlsx"
! grep -qi wrzosek "$T/out" || fail 'a name is left in the sheet'
