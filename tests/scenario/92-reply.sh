#!/usr/bin/env bash
# A source is answered: by the desk, and by a reporter who holds the working
# tier.  The file opens with the code name, by code that knows the page of
# formats alone; the history says that somebody answered, and no more.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"
READER=$ROOT/tests/intake/letterbox.py
vault
cat "$T/desk.card" "$T/two.card" >"$T/to"
cat "$T/reporter.card" >"$T/from"
page_up --from "$T/from"
head -c 400000 /dev/urandom >"$T/film"
source_does begin words="$T/words" -- send message='I saw it' -- \
	part file="$T/film" -- leave
/usr/bin/python3 "$READER" part "$T/state" "$T/words" \
	"$T"/state/parts/*/* >"$T/joined" 2>"$T/err" || fail 'a part is not as described'
same "$T/film" "$T/joined"
box=$(/usr/bin/python3 "$READER" id "$T/state" "$T/words")
[ "$(ls "$T/state/parts")" = "$box" ] || fail "the letterbox is not $box"
as desk 0 --json take "$T/outbox"
as desk 0 --json list --all
ID=$(json submission)
as desk 0 show "$ID"
out_says 'can be answered: tipline reply'
out_says "letterbox: $box"
name=$(cut -d' ' -f1 "$T/out" | head -n 1)

# --- who may
as reporter 4 reply "$ID" --message no
says 'ask the desk'
as desk 0 assign "$ID" reporter
as analyst 4 reply "$ID" --message no
as auditor 4 reply "$ID" --message no
as intake 4 reply "$ID" --message no
as desk 2 reply "$ID" --message ''
says 'nothing in the reply'
as desk 2 reply "$ID" --message $'\xff'
python3 -c 'print("x" * 8182)' >"$T/long"
as desk 2 reply "$ID" --message - <"$T/long"
says '8181 bytes'
as desk 2 reply "$ID" --again --message x
as desk 1 reply "$ID" --again
says 'not answered yet'
as desk 1 reply "$ID" --message no --outbox "$T/nowhere"
submit "$T/film"
other=$ID
as desk 1 reply "$other" --message no
says "did not come by the source's page"
ID=$name
before=$(head_of)
printf 'Merci. Écris-nous bientôt.\n\n' >"$T/text"
as desk 0 --json reply "$ID" --message - <"$T/text"
[ "$(json reply)" = 1 ] || fail "reply $(json reply)"
[ "$(json folder)" = "$V/replies" ] || fail "in $(json folder)"
[ "$(head_of)" != "$before" ] || fail 'no entry was made'
mkdir "$T/box"
as reporter 0 reply "$name" --message 'The reporter answers.' --outbox "$T/box"
out_says "$T/box/$box."
holds

# --- one size, one day, and what is in them
for f in "$V"/replies/*.reply "$T"/box/*.reply; do
	[ "$(stat -c %s "$f")" = 8570 ] || fail "$f has $(stat -c %s "$f") bytes"
	[ "$(($(stat -c %Y "$f") % 86400))" = 0 ] || fail "$f tells its second"
done
/usr/bin/python3 "$READER" reply "$T/state" "$T/words" "$V"/replies/*.reply \
	"$T"/box/*.reply >"$T/got" || fail 'a reply is not as described'
today=$(($(date +%s) / 86400 * 86400))
sed -i "s/^$((today - 86400)) /$today /" "$T/got"	# around midnight
printf "$today Merci. Écris-nous bientôt.\n$today The reporter answers.\n" \
	>"$T/want"
same "$T/want" "$T/got"
# Signed by the member, as ssh-keygen sees it.
sed 's/namespaces="[^"]*"/namespaces="tipline-reply"/' <(git -C "$V" show \
	HEAD:allowed_signers) >"$T/signers"
f=$(echo "$T"/box/*.reply)
head -c 8264 "$f" >"$T/signed"
tail -c +8265 "$f" >"$T/sig"
expect 0 -i "$T/reporter.key" --json key card
fpr=$(json fingerprint)
ssh-keygen -Y verify -f "$T/signers" -I "$fpr" -n tipline-reply -s "$T/sig" \
	<"$T/signed" >"$T/out" 2>"$T/err" || fail 'the signature does not hold'

# --- who sees what
as reporter 0 show "$ID"
out_says 'Merci. Écris-nous bientôt.'
out_says 'reply 2'
as reporter 0 --json show "$ID"
grep -q '"can_be_answered":true' "$T/out" || fail 'json says no'
as auditor 0 show "$ID"
out_lacks 'Merci'
out_lacks 'can be answered'
expect 0 -C "$V" log --event reply -n 9
[ "$(grep -c 'reply  by' "$T/out")" = 2 ] || fail 'the log has not both'
! grep -rqa -e 'Merci' -e 'The reporter answers' "$V" "$T/state" ||
	fail 'a reply lies in clear'
git -C "$V" ls-tree -r --name-only HEAD | grep -q 'replies/2.sealed$' ||
	fail 'no replies/2.sealed'
# Every submission has a letterbox, whatever it came by.
[ "$(git -C "$V" ls-tree -r --name-only HEAD | grep -c 'letterbox.sealed$')" \
	= 2 ] || fail 'the tree tells which one came by the page'
as desk 0 examine "$ID"
as reporter 0 open "$ID" -o "$T/opened"
grep -q 'The reporter answers.' "$T/opened/replies.txt" || fail 'open: no reply'

# --- lost on its way: the same bytes again
cp "$V"/replies/*.reply "$T/copy.reply"
rm "$V"/replies/*
as two 0 reply "$ID" --again
cmp "$T/copy.reply" "$V"/replies/"$(ls "$V/replies" | head -n 1)" >"$T/cmp" ||
	cmp "$T/copy.reply" "$V"/replies/"$(ls "$V/replies" | tail -n 1)" ||
	fail 'it is another file'
[ "$(ls "$V/replies" | wc -l)" = 2 ] || fail 'not both were written again'
as two 0 reply "$ID" --again
out_says 'was already in'

# --- the page shows both, and no reply of somebody who was not named
as two 0 reply "$ID" --message 'from two'
cp "$V"/replies/* "$T/replies"
comes_back() {	# comes_back: what stands on the page of whoever has the words
	python3 -c 'import sys; sys.path.insert(0, "tests/scenario")
from page_source import Source
s = Source(sys.argv[1]); s.enter(sys.argv[2]); print(s.get("/box").text)' \
		"$SOCK" "$(cat "$T/words")" >"$T/out" || fail 'no page'
}
comes_back
out_says 'Merci. Écris-nous bientôt.'
out_says 'The reporter answers.'
out_says 'from two'
source_does enter "$(cat "$T/words")" -- box -- delete
[ "$(ls "$T/replies" | wc -l)" = 2 ] || fail 'nothing was deleted'
cp "$V"/replies/* "$T/replies"
source_does enter "$(cat "$T/words")" -- box
[ "$(grep -c '^reply ' "$T/out")" = 2 ] || fail 'a deleted reply came back'
[ "$(ls "$T/replies" | wc -l)" = 2 ] || fail 'a deleted reply lies there'
page_down
cp "$T/desk.card" "$T/to"
page_up
comes_back
out_lacks 'from two'
out_lacks 'The reporter answers.'
page_down
quiet

# --- two desks answer at once: both stand, under numbers of their own
mkdir -p "$T/remote" && git init -q --bare "$T/remote.git"
as desk 0 sync "$T/remote.git"
expect 0 -i "$T/two.key" clone "$T/remote.git" "$T/second"
as desk 0 reply "$ID" --message 'from here'
expect 0 -C "$T/second" -i "$T/two.key" reply "$ID" --message 'from there'
as desk 0 sync "$T/remote.git"
expect 0 -C "$T/second" -i "$T/two.key" sync "$T/remote.git"
expect 0 -C "$T/second" -i "$T/two.key" show "$ID"
out_says 'from here'
out_says 'from there'
out_says 'reply 5'
expect 0 -C "$T/second" audit
out_says 'the history holds'

# --- erased: no answer any more
as desk 0 sync "$T/remote.git"
as desk 0 erase "$ID" --reason 'asked for'
as two 0 erase "$ID" --reason 'asked for'
as desk 4 reply "$ID" --message late
holds
