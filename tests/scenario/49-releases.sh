#!/usr/bin/env bash
# A release is a folder that other programs take as it is; it says what was
# taken out and by whose word, and nothing of the source.  The desk can withdraw
# it, and then nobody opens it any more.
. "$(dirname "$0")/lib.sh"

key other
vault
printf 'Mara Lindqvist met Teodor Vance.\nWrite to quietgull@example.org today.\n' >"$T/note.txt"
printf '<!DOCTYPE html><html><body><p>Mara Lindqvist called.</p></body></html>\n' >"$T/page.html"
printf 'Mara Lindqvist\nTeodor Vance\n' >"$T/names"
submit "$T/note.txt" "$T/page.html" --channel harbour-box
as desk 0 examine "$ID"
as desk 0 find "$ID" --watchlist "$T/names"
as desk 0 review "$ID" --accept-all
as desk 4 release "$ID" --to analyst
says '1 of 2 people'
as two 0 approve "$ID"
as desk 0 --json release "$ID" --to analyst
[ "$(json release) $(json files)" = '1 2' ] || fail "release $(json release) of $(json files) files"
holds

note "the analyst's folder"
as analyst 0 open "$ID" -o "$T/one"
ls "$T/one" | tr '\n' ' ' >"$T/out"
[ "$(cat "$T/out")" = '001.txt 002.html entities.ftm.json manifest.json ' ] ||
	fail "the folder holds $(cat "$T/out")"
! grep -riqE 'lindqvist|vance|quietgull|harbour-box|note\.txt|page\.html' "$T/one" ||
	fail 'something that was taken out is in the folder'
python3 "$ROOT/tests/scenario/ftm_check.py" "$T/one" >"$T/out" 2>"$T/err" || fail 'the folder does not hold'
out_says '2 files, '
fpr=$(git -C "$V" ls-tree --name-only HEAD members/ | sed 's,.*/,,')
for f in $fpr; do
	! grep -rq "$f" "$T/one" || fail 'the folder names a member'
done

note "withdrawn"
as analyst 4 recall "$ID"
as desk 1 recall "$ID" --release 2
says 'has 1 releases'
as desk 0 recall "$ID" --reason 'a name was left in the picture'
out_says 'release 1 is withdrawn'
says 'cannot be taken back'
! git -C "$V" log --format=%B | grep -q 'picture' || fail 'the reason is in clear'
as desk 1 recall "$ID"
says 'withdrawn before'
as analyst 4 open "$ID" -o "$T/two"
says 'was withdrawn by the desk'
says 'a name was left in the picture'
absent "$T/two"
as analyst 0 show "$ID"
out_says 'recalled'
out_says 'withdrawn: a name was left in the picture'
expect 0 -C "$V" show "$ID"
out_says 'withdrawn'
out_lacks 'picture'
as desk 0 list
out_says 'recalled'
as desk 0 log -n 1
out_says 'recall'
as desk 0 verify "$ID" --release 1
holds

note "a later release stands"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/three"
as analyst 4 open "$ID" --release 1 -o "$T/four"
says 'tipline open'
absent "$T/four"
as desk 0 list
out_says 'released'
as desk 1 recall "$ID" --release 1
as desk 0 recall "$ID" --release 2
as analyst 4 open "$ID" -o "$T/four"
holds

note "sound as it is needs two people, whatever the policy says"
as desk 0 policy set approvals 1
python3 - "$T/call.wav" <<'PY'
import math, struct, sys, wave
w = wave.open(sys.argv[1], 'wb')
w.setnchannels(1)
w.setsampwidth(2)
w.setframerate(8000)
w.writeframes(b''.join(struct.pack('<h', int(9000 * math.sin(i / 5))) for i in range(8000)))
w.close()
PY
submit "$T/call.wav"
as desk 0 examine "$ID"
as desk 0 find "$ID"
as desk 0 review "$ID" --export "$T/plan"
FPR=$(expect 0 key card "$T/desk.key" && sed -n 's/.*SHA256:\([^ ]*\).*/\1/p' "$T/err" |
	python3 -c 'import base64, sys; print(base64.b64decode(sys.stdin.read().strip() + "=").hex())')
python3 - "$T/plan" "$FPR" <<'PY'
import json, sys
plan = json.load(open(sys.argv[1]))
plan['items'][0]['unredacted'] = sys.argv[2]
json.dump(plan, open(sys.argv[1], 'w'))
PY
as desk 0 review "$ID" --plan "$T/plan"
as desk 4 release "$ID" --to analyst
says '1 of 2 people'
says 'as it is'
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/sound"
grep -q '"made":"unredacted"' "$T/sound/manifest.json" || fail 'the manifest does not say that it is as it was'
python3 "$ROOT/tests/scenario/ftm_check.py" "$T/sound" >"$T/out" 2>"$T/err" || fail 'the folder does not hold'
out_says '1 Audio'
holds
