#!/usr/bin/env bash
# inspect, strip, text, scan, redact, safe: one file at a time, no vault.
. "$(dirname "$0")/lib.sh"
S=$ROOT/docs/samples

expect 0 inspect "$S/pier.jpg"
out_says 'HX2-0048813'
out_says 'Mara Lindqvist'
expect 0 --json inspect "$S/minutes.docx"
out_says 'Mara Lindqvist'
out_says '"kind":"deleted-text"'
python3 -c 'import json,sys; [json.loads(l) for l in open(sys.argv[1])]' "$T/out" ||
	fail 'not JSON Lines'

expect 0 strip "$S"/tip.txt "$S"/review.pdf "$S"/minutes.docx "$S"/pier.jpg \
	"$S"/chart.png -o "$T/clean"
for f in tip.txt review.pdf minutes.docx pier.jpg chart.png; do
	[ -s "$T/clean/$f" ] || fail "no clean $f"
	expect 0 --json inspect "$T/clean/$f"
	out_says '"metadata":[]'
	! grep -qaF 'Halden' "$T/clean/$f" || fail "the camera is in $f"
	! exiftool -a -G1 -s "$T/clean/$f" | grep -q 'Lindqvist' ||
		fail "the author is in $f"
done
same "$S/tip.txt" "$T/clean/tip.txt"
# Nothing is overwritten, and the others still go on.
expect 1 strip "$S/tip.txt" "$S/pier.jpg" -o "$T/clean"
says 'already there'

expect 0 text "$S/tip.txt"
same "$T/out" "$S/tip.txt"
expect 0 text "$S/review.pdf"
out_says 'The dredging of the north basin'
expect 0 text "$S/minutes.docx"
out_says 'mara.lindqvist@example.org'
out_lacks 'Teodor'

expect 0 --json scan "$S/tip.txt"
python3 - "$T/out" "$S/tip.txt" <<'PY' || fail 'scan'
import json, sys
text = open(sys.argv[2], 'rb').read()
found = {}
for line in open(sys.argv[1], encoding='utf-8'):
    f = json.loads(line)
    assert text[f['start']:f['end']].decode() == f['value'], f
    assert 0 <= f['confidence'] <= 1 and f['why'] and f['finder'], f
    found.setdefault(f['kind'], []).append(f['value'])
assert found['EMAIL'] == ['mara.lindqvist@example.org'], found
assert found['PHONE'] == ['+1 202 555 0143'], found
assert found['SIGNAL_USERNAME'] == ['quietgull.27'], found
assert len(found['IBAN']) == 1 and found['IP'] == ['10.20.30.41'], found
PY
expect 0 scan --list-kinds
for k in EMAIL PHONE URL ONION SIGNAL_USERNAME MESSENGER_HANDLE IP IBAN \
	CREDIT_CARD GPS; do
	out_says "$k"
done

# redact: everything, some kinds, or a list.
expect 0 redact "$S/tip.txt" -o "$T/all"
! grep -qE 'quietgull|555 0143|example.org|PL61|10\.20' "$T/all/tip.txt" ||
	fail 'something was left'
grep -qF '[EMAIL-1]' "$T/all/tip.txt" || fail 'no label'
expect 2 redact "$S/tip.txt" -o "$T/none" --accept EMAIL,email
expect 0 redact "$S/tip.txt" -o "$T/some" --accept EMAIL
grep -qF 'quietgull.27' "$T/some/tip.txt" || fail 'more than EMAIL went'
! grep -qF 'example.org' "$T/some/tip.txt" || fail 'EMAIL was left'
echo 'north basin' >"$T/list"
expect 0 redact "$S/review.pdf" -o "$T/list.d" --watchlist "$T/list"
pdftotext "$T/list.d/review.pdf" "$T/words"
! grep -qi 'north basin' "$T/words" || fail 'a watched word was left'
grep -q 'mara.lindqvist' "$T/words" || fail 'more than the list went'

# A picture that was read is as good as a page; one that could not be read is
# not called redacted without a word on what stays in it.
expect 0 redact "$S/pier.jpg" -o "$T/pictures"
[ ! -s "$T/err" ] || fail 'a picture that was read is called unread'
expect 0 redact --no-ocr "$S/pier.jpg" -o "$T/unread"
says '1 page without text'
rm -r "$T/unread"
mkdir -p "$T/less/libexec"
cp -r "$TIPLINE_BUILD/bin" "$T/less"
cp -r "$LIBEXEC" "$T/less/libexec"
rm "$T/less/libexec/tipline/tipline-worker-ocr"
"$T/less/bin/tipline" redact "$S/pier.jpg" -o "$T/unread" >"$T/out" \
	2>"$T/err" || fail 'without the reader nothing is redacted'
says '1 page without text'
expect 0 redact "$S/tip.txt" -o "$T/quiet"
[ ! -s "$T/err" ] || fail 'a text was called a picture'

expect 0 safe "$S"/tip.txt "$S"/review.pdf "$S"/minutes.docx "$S"/pier.jpg \
	"$S"/chart.png -o "$T/safe"
for f in tip.txt review.pdf minutes.docx pier.jpg chart.png; do
	pdfinfo "$T/safe/$f.pdf" >/dev/null || fail "safe $f is no PDF"
done
pdftotext "$T/safe/tip.txt.pdf" - | grep -q 'harbour authority' ||
	fail 'the safe copy has no text layer'

# Bad input: a named refusal, and no output.
expect 2 strip "$S/tip.txt"
says '-o DIR'
expect 2 inspect
expect 1 inspect "$T/nothing-here"
says 'not there'
expect 1 inspect "$T"
says 'no ordinary file'
: >"$T/empty"
expect 5 strip "$T/empty" -o "$T/none"
empty "$T/none"
says 'empty'
noise 3000 >"$T/noise"
expect 5 strip "$T/noise" "$S/tip.txt" -o "$T/part"
[ "$(ls "$T/part")" = tip.txt ] || fail 'the good file did not go on'
# A name that would steer a terminal is shown escaped.
evil=$T/$'a\e[2Jb\nc\u202Efdp'
cp "$S/tip.txt" "$evil"
expect 0 inspect "$evil"
! grep -q $'\e' "$T/out" || fail 'an escape code reached the terminal'
# Standard input is a file too.
tl text - <"$S/tip.txt" >"$T/out" || fail 'text -'
same "$T/out" "$S/tip.txt"
