#!/usr/bin/env bash
# `redact --keep-form`: a PDF stays letters and lines, without what was
# redacted; what is no PDF is refused by name.
. "$(dirname "$0")/lib.sh"
command -v pdfimages >/dev/null || skip 'no pdfimages'
S=$ROOT/docs/samples

expect 0 scan --no-ocr "$S/review.pdf"
expect 0 redact --no-ocr "$S/review.pdf" -o "$T/pictures"
expect 0 redact --no-ocr --keep-form "$S/review.pdf" -o "$T/kept"
pages() {
	pdfimages -list "$1" | tail -n +3 | wc -l
}
[ "$(pages "$T/pictures/review.pdf")" -gt 0 ] || fail 'no pictures of pages'
[ "$(pages "$T/kept/review.pdf")" -eq "$(pages "$S/review.pdf")" ] ||
	fail 'pages became pictures'
qpdf --check "$T/kept/review.pdf" >"$T/out" 2>"$T/err" || fail 'qpdf complains'
pdffonts "$T/kept/review.pdf" | tail -n +3 | grep -q . || fail 'no letters'
pdftotext "$S/review.pdf" - | grep -o '[[:alnum:].]*@[[:alnum:].]*' |
	sort -u >"$T/mails"
[ -s "$T/mails" ] || fail 'the sample names nobody'
pdftotext "$T/kept/review.pdf" "$T/left"
! grep -qFf "$T/mails" "$T/left" || fail 'what was redacted is there'

# Sounds, texts, pictures: no copy, and the reason why.
for f in tip.txt chart.png; do
	expect 2 redact --no-ocr --keep-form "$S/$f" -o "$T/other"
	says "$f cannot be kept in its form: only a PDF can"
	[ ! -e "$T/other/$f" ] || fail "a copy of $f came out"
done
# White paper and a form that is kept are not one thing.
expect 5 redact --no-ocr --keep-form --whiten "$S/review.pdf" -o "$T/both"
says 'leave one of both out'
exit 0
