#!/usr/bin/env bash
# Pictures inside documents: what stands in them is read, found, boxed and
# proven gone, whatever the document is; the rest of the picture stays.
. "$(dirname "$0")/lib.sh"
command -v pdftoppm >/dev/null || skip 'pdftoppm is not installed'
K=$(dirname "$0")/native_samples.py
NAME='Joan Lindqvist'

# A picture with a line of words, one without, and a line that has the name.
python3 - "$T" <<'PY'
import sys
def pdf(path, text):
    t = b"BT /F1 40 Tf 30 60 Td (%s) Tj ET" % text
    o = [b"<</Type/Catalog/Pages 2 0 R>>",
         b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
         b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 700 150]/Contents 4 0 R"
         b"/Resources<</Font<</F1 5 0 R>>>>>>",
         b"<</Length %d>>stream\n%s\nendstream" % (len(t), t),
         b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    s, at = b"%PDF-1.4\n", []
    for i, b in enumerate(o, 1):
        at.append(len(s))
        s += b"%d 0 obj\n%s\nendobj\n" % (i, b)
    end = len(s)
    s += b"xref\n0 6\n0000000000 65535 f \n"
    s += b"".join(b"%010d 00000 n \n" % a for a in at)
    s += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % end
    open(path, "wb").write(s)
pdf(sys.argv[1] + "/name.pdf", b"Payment to Joan Lindqvist today")
pdf(sys.argv[1] + "/other.pdf", b"Nothing was seen in the harbour")
PY
for p in name other; do
	pdftoppm -r 100 -singlefile -png "$T/$p.pdf" "$T/$p" || fail 'no picture'
done

mkdir "$T/in" "$T/made"
python3 "$K" make "$T/in" 'Walter Brunner' "$T/name.png" || fail 'the samples'
# In addresses, in hexadecimal; and a second picture before the one in question.
python3 - "$T" <<'PY'
import base64, sys
sys.path.insert(0, "tests/scenario")
import native_samples as native
t = sys.argv[1]
name, other = (open(f"{t}/{p}.png", "rb").read() for p in ("name", "other"))
url = ["data:image/png;base64," + base64.b64encode(p).decode()
       for p in (other, name)]
html = ("<html><body><p>A note keepnote.</p>" + "".join(
    f'<p><img src="{u}" alt="a picture"></p>' for u in url) +
    f'<img src="{url[1]}"></body></html>')
open(f"{t}/in/h.html", "w").write(html)
open(f"{t}/in/m.eml", "w").write(
    "From: a@example.org\nTo: b@example.org\nSubject: keepnote\n"
    "MIME-Version: 1.0\nContent-Type: text/html\n\n" + html + "\n")
open(f"{t}/in/v.svg", "w").write(
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="500"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"><text x="9" y="20">keepnote'
    '</text>' + "".join(f'<image y="{30 + 210 * i}" width="900" height="200" '
    f'xlink:href="{u}"/>' for i, u in enumerate(url)) + '</svg>')
open(f"{t}/in/r.rtf", "w").write(
    "{\\rtf1\\ansi keepnote\\par" + "".join(
    "{\\pict\\pngblip\\picw900\\pich200\n" + p.hex() + "}\\par"
    for p in (other, name)) + "}")
R = native.R
def rels(*rows):
    return (f'<Relationships xmlns="{native.PKG}/relationships">' + "".join(
        f'<Relationship Id="r{i}" Type="{R}/{kind}" Target="{to}"/>'
        for i, (kind, to) in enumerate(rows)) + '</Relationships>')
A = "http://schemas.openxmlformats.org/drawingml/2006"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
V = "application/vnd.openxmlformats-officedocument."
at = ('<{0}><x:col>{1}</x:col><x:colOff>0</x:colOff><x:row>{1}</x:row>'
      '<x:rowOff>0</x:rowOff></{0}>')
open(f"{t}/in/b.xlsx", "wb").write(native.packed({
    "[Content_Types].xml": f'<Types xmlns="{native.PKG}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Default Extension="png" ContentType='
    '"image/png"/><Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/xl/{p}" ContentType="{V}{k}+xml"/>'
    for p, k in (("workbook.xml", "spreadsheetml.sheet.main"),
                 ("worksheets/sheet1.xml", "spreadsheetml.worksheet"),
                 ("drawings/drawing1.xml", "drawing"))) + '</Types>',
    "_rels/.rels": rels(("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet '
    'name="One" sheetId="1" r:id="r0"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": rels(("worksheet", "worksheets/sheet1.xml")),
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}" xmlns:r="{R}">'
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>keepnote</t></is>'
    '</c></row></sheetData><drawing r:id="r0"/></worksheet>',
    "xl/worksheets/_rels/sheet1.xml.rels": rels(
        ("drawing", "../drawings/drawing1.xml")),
    "xl/drawings/drawing1.xml": f'<x:wsDr xmlns:x="{A}/spreadsheetDrawing" '
    f'xmlns:a="{A}/main" xmlns:r="{R}"><x:twoCellAnchor>' +
    at.format("x:from", 1) + at.format("x:to", 9) +
    '<x:pic><x:nvPicPr><x:cNvPr id="2" name="p"/><x:cNvPicPr/></x:nvPicPr>'
    '<x:blipFill><a:blip r:embed="r0"/><a:stretch><a:fillRect/></a:stretch>'
    '</x:blipFill><x:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '</x:spPr></x:pic><x:clientData/></x:twoCellAnchor></x:wsDr>',
    "xl/drawings/_rels/drawing1.xml.rels": rels(
        ("image", "../media/image1.png")),
    "xl/media/image1.png": name}))
PY
printf 'PERSON: %s\n' "$NAME" >"$T/list"

HAVE='s.docx s.pptx s.odt s.odp s.odg s.epub h.html m.eml v.svg r.rtf b.xlsx'
for f in "$T"/in/*; do
	case " $HAVE " in *" ${f##*/} "*) ;; *) rm "$f" ;; esac
done
n=$(wc -w <<<"$HAVE")
expect 0 scan "$T/in/s.docx" "$T/in/h.html" --watchlist "$T/list"
[ "$(grep -c "WATCHLIST  $NAME " "$T/out")" -eq 2 ] || fail 'not found'
expect 0 redact "$T"/in/* -o "$T/made" --watchlist "$T/list"
expect 0 --json text "$T"/made/*
[ "$(grep -c 'Payment to' "$T/out")" -eq "$n" ] ||
	fail 'what stood beside the name is not in all of them'
out_lacks 'Lindqvist'
[ "$(grep -c 'Nothing was seen in the harbour' "$T/out")" -eq 4 ] ||
	fail 'the pictures without the name'
for f in $HAVE; do
	[ -s "$T/made/$f" ] || fail "$f was not made"
	"$TIPLINE" text "$T/made/$f" --no-ocr >"$T/out" 2>"$T/err"
	out_says keep
done
note "a name in pictures inside $n kinds of documents"

# In the vault: found, boxed by hand too, signed, released, made again.
vault
submit "$T/in/h.html"
as desk 0 examine "$ID"
as desk 0 --json find "$ID" --watchlist "$T/list" --only PERSON
[ "$(json unread_pages)" -eq 0 ] || fail 'pictures that were read are unread'
as desk 0 review "$ID" --accept-all
as desk 0 review "$ID" --export "$T/plan"
python3 - "$T/plan" <<'PY' || fail 'the plan'
import json, sys
whole = json.load(open(sys.argv[1]))
plan = whole["items"][0]
found = [f for f in plan["findings"] if f["value"] == "Joan Lindqvist"]
assert len(found) == 1 and found[0]["decision"] == "redact", plan
assert plan["boxes"] == [], plan
plan["boxes"] = [{"page": 0, "x0": 0, "y0": 0, "x1": 97200, "y1": 20800,
                  "reason": ""}]
json.dump(whole, open(sys.argv[1], "w"))
PY
as desk 0 review "$ID" --plan "$T/plan"
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as desk 0 verify "$ID"
out_says ': same'
as analyst 0 open "$ID" -o "$T/open"
f=$(find "$T/open" -name '*.html')
expect 0 text "$f"
out_says 'Payment to'
out_lacks 'Lindqvist'
out_lacks 'harbour'

# A box where no picture is, is refused by name.
sed -i 's/"page": 0/"page": 7/' "$T/plan"
as desk 0 review "$ID" --plan "$T/plan"
as two 0 approve "$ID"
as desk 4 release "$ID" --to analyst
says 'no picture there'
holds
