#!/usr/bin/env bash
# From submitted files to a release: who signs, who reads, what is gone.
. "$(dirname "$0")/lib.sh"
S=$ROOT/docs/samples
vault

submit "$S"/tip.txt "$S"/review.pdf "$S"/minutes.docx "$S"/pier.jpg \
	"$S"/chart.png --message 'Be careful with my name, Mara Lindqvist.'

# Nothing is released that was not examined, planned, decided and signed.
as desk 1 release "$ID" --to analyst
says 'tipline examine'
as desk 0 --json examine
[ "$(grep -c '"state":"done"' "$T/out")" -eq 6 ] || fail 'not all six are done'
as desk 1 review "$ID" --accept-all
says 'tipline find'
printf '# names\nMara Lindqvist\nLindqvist\nTeodor Vance\n' >"$T/names"
as desk 0 find "$ID" --watchlist "$T/names"
as desk 4 release "$ID" --to analyst
says 'tipline review'
as two 4 approve "$ID"
says 'tipline review'
as desk 0 review "$ID" --accept-all
as desk 4 release "$ID" --to analyst
says '1 of 2 people'
as desk 4 approve "$ID"
says 'another desk member'
as reporter 4 approve "$ID"
before=$(head_of)
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
[ "$(head_of)" != "$before" ] || fail 'no entry was made'

# The analyst: the release, nothing else, under neutral names.
as analyst 4 open "$ID" --original -o "$T/never"
absent "$T/never"
as analyst 0 open "$ID" -o "$T/analyst"
for n in 001.txt 002.pdf 003.docx 004.jpg 005.png 006.txt; do
	[ -s "$T/analyst/$n" ] || fail "no $n: $(ls "$T/analyst")"
done
cat "$T"/analyst/*.txt >"$T/words"
pdftotext "$T/analyst/002.pdf" - >>"$T/words"
unzip -p "$T/analyst/003.docx" >>"$T/words"
for gone in 'quietgull' '555 0143' '202-555-0187' 'example.org' 'Lindqvist' \
	'lindqvist' 'Teodor' 'PL61' '10.20.30.41' 'I was in the room'; do
	! grep -qF "$gone" "$T/words" || fail "'$gone' reached the analyst"
	! grep -rqaF "$gone" "$T/analyst" || fail "'$gone' is in a released file"
done
for kept in 'harbour authority paid twice' 'second' 'tide tables' \
	'left the room before the item was called' '[NAME-' '[EMAIL-1]'; do
	grep -qF "$kept" "$T/words" || fail "'$kept' is missing from the release"
done
[ "$(pdfinfo "$T/analyst/002.pdf" | sed -n 's/^Pages: *//p')" = 2 ] ||
	fail 'the PDF has not two pages'
python3 - "$T/analyst/manifest.json" <<'PY' || fail 'the release manifest'
import hashlib, json, os, sys
m = json.load(open(sys.argv[1]))
folder = os.path.dirname(sys.argv[1])
assert m['version'] == 2 and m['withheld'] == 0 and len(m['files']) == 6, m
for f in m['files']:
    data = open(os.path.join(folder, f['file']), 'rb').read()
    assert hashlib.sha256(data).hexdigest() == f['sha256'], f['file']
    assert len(data) == f['size']
assert m['files'][0]['redacted']['EMAIL'] == 1, m['files'][0]
text = json.dumps(m)
for word in ('Lindqvist', 'tip.txt', 'pier', 'review.pdf'):
    assert word not in text, word
PY

# The reporter: nothing, until it is assigned; then the working tier alone.
as reporter 4 open "$ID" -o "$T/never"
absent "$T/never"
as desk 0 assign "$ID" reporter
as reporter 0 open "$ID" -o "$T/reporter"
grep -rqaF 'quietgull.27' "$T/reporter" || fail 'the reporter cannot read'
! grep -rqaF 'Halden' "$T/reporter" || fail 'the camera is in the clean copy'
as reporter 4 open "$ID" --original -o "$T/never"
as auditor 4 open "$ID" -o "$T/never"
absent "$T/never"

# Originals come out bit for bit.
as desk 0 open "$ID" --original -o "$T/desk"
for f in tip.txt review.pdf minutes.docx pier.jpg chart.png; do
	found=0
	for g in "$T"/desk/*; do cmp -s "$S/$f" "$g" && found=1; done
	[ $found -eq 1 ] || fail "$f did not come out as it went in"
done

# No analyst ever gets another tier; the history holds.
as desk 4 assign "$ID" analyst
as desk 4 assign "$ID" analyst --original
holds

# The same plan gives the same bytes.
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/again"
for f in "$T"/analyst/0*; do
	same "$f" "$T/again/${f##*/}"
done
holds

# A release is made again, byte by byte, whatever was decided since.
as desk 0 --json verify "$ID"
[ "$(grep -c '"outcome":"same"' "$T/out")" -eq 6 ] || fail 'not all were the same'
as desk 0 review "$ID" --export "$T/plan.json"
sed -i 's/"decision":"redact"/"decision":"keep"/' "$T/plan.json"
as desk 0 review "$ID" --plan "$T/plan.json"
as desk 0 verify "$ID" --release 1
out_says '001.txt: same'
as desk 1 verify "$ID" --release 9
says 'has 2 releases'
as auditor 4 verify "$ID"
