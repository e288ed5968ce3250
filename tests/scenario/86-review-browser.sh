#!/usr/bin/env bash
# A whole review in a real browser: by keys alone, by the mouse, in two windows,
# by two people, sent back, corrected, approved; and the release is what they
# saw.
. "$(dirname "$0")/lib.sh"
vault
samples=$ROOT/docs/samples
printf '<html><p>What hung there:<p><img src="data:image/png;base64,%s"></html>' \
	"$(base64 -w0 "$samples/scan.png")" >"$T/board.html"
submit "$samples/tip.txt" "$samples/letter.eml" "$samples/minutes.docx" \
	"$samples/review.pdf" "$samples/scan.png" "$T/board.html"
as desk 0 examine "$ID"
as desk 0 find "$ID"

HOME=$T /usr/bin/python3 "$ROOT/tests/web/review.py" \
	${TIPLINE_PICTURES:+--pictures "$TIPLINE_PICTURES"} \
	"$TIPLINE" "$V" "$T" "$ID"
case $? in
0) ;;
77) skip 'no browser to drive' ;;
*) fail 'the review in the browser' ;;
esac

as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/analyst"
expect 0 text "$(find "$T/analyst" -name '*.html')"
out_says "same measurements"
out_lacks "tide tables"
out_lacks "stamp"
for gone in 'harbour authority' 'from a library'; do
	! grep -r -q -F "$gone" "$T/analyst" || fail "'$gone' was released"
done
holds
