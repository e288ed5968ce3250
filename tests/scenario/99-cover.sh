#!/usr/bin/env bash
# Cover mode: somebody who sees the traffic of a client that has nothing to say
# and of one that sends a message and gets a reply sees the same of both.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"
CLIENT=$TIPLINE_BUILD/bin/tipline-source
WATCH=$ROOT/tests/scenario/cover_watch.py
[ -x "$CLIENT" ] || fail 'tipline-source is not built'
at_end() { wait 2>/dev/null; }	# they write into $T
vault
cp "$T/desk.card" "$T/to"
as intake 2 serve --to "$T/to" --outbox "$T/outbox" --state "$T/state" \
	--socket "$SOCK" --interval 5
page_up --cover --interval 1

: >"$T/proxy"
/usr/bin/python3 "$WATCH" proxy "$SOCK" idle="$T/idle.sock" \
	talk="$T/talk.sock" "$T/log" >"$T/proxy" 2>&1 &
for i in $(seq 100); do grep -q ready "$T/proxy" && break; sleep 0.05; done

# source NAME WORDS: with the code name of NAME on descriptor 8.
source() {
	local name=$1
	shift
	"$CLIENT" --state "$T/$name.state" --words-fd 8 "$@" \
		8<"$T/$name.words" >"$T/out" 2>"$T/err"
}
: >"$T/talk.words"
# Nobody is believed but who signs for the service.
"$CLIENT" --state "$T/none.state" begin --onion "unix:$SOCK" \
	--key "$T/desk.card" >"$T/out" 2>"$T/err" && fail 'another signer'
grep -q 'not signed for by the card' "$T/err" || fail 'no line says why'
absent "$T/none.state"
"$CLIENT" --state "$T/none.state" begin --onion example.org \
	--key "$T/intake.card" >"$T/out" 2>"$T/err"
[ $? -eq 2 ] || fail 'a name of the internet is taken'
for name in idle talk; do
	"$CLIENT" --state "$T/$name.state" begin --onion "unix:$T/$name.sock" \
		--key "$T/intake.card" >"$T/$name.words" 2>"$T/err" ||
		fail "begin: $(cat "$T/err")"
	[ "$(wc -w <"$T/$name.words")" -eq 8 ] || fail 'not eight words'
done
sed 's/$/ x/' "$T/talk.words" >"$T/slip.words"
cp "$T/talk.state" "$T/slip.state"
source slip read && fail 'a slip is taken'
grep -q 'words' "$T/err" || fail 'nobody hears of the slip'
source idle read
out_says 'nothing waits'

# Through tor's port: by the onion address alone, each run under its own name.
ADDRESS=$(printf 'abcdefg%.0s' 1 2 3 4 5 6 7 8).onion
/usr/bin/python3 "$WATCH" socks "$SOCK" "$ADDRESS" "$T/users" >"$T/port" \
	2>"$T/socks.err" &
for i in $(seq 100); do [ -s "$T/port" ] && break; sleep 0.05; done
"$CLIENT" --state "$T/tor.state" --socks "$(cat "$T/port")" begin \
	--onion "$ADDRESS" --key "$T/intake.card" >"$T/tor.words" \
	2>"$T/err" || fail 'begin through a SOCKS port'
source tor --socks "$(cat "$T/port")" run --times 2 || fail 'run through it'
[ ! -s "$T/socks.err" ] || fail "$(cat "$T/socks.err")"
[ "$(sort "$T/users" | uniq -c | awk '{ print $1 }' | sort | xargs)" = '1 2' ] ||
	fail "names at the SOCKS port: $(cat "$T/users")"

head -c 7000 /dev/urandom >"$T/photo.jpg"
printf 'Look at the third page.\nMore in May.' >"$T/tip"
source talk send - --file "$T/photo.jpg" <"$T/tip" || fail 'send'
! source talk send 'in the history' || fail 'a message as a word is taken'
grep -q 'send -' "$T/err" || fail 'it does not say how'
! grep -q 'in the history' "$T/err" || fail 'what was said is repeated'
for name in idle talk; do
	"$CLIENT" --state "$T/$name.state" --words-fd 8 run 8<"$T/$name.words" \
		>"$T/$name.said" 2>&1 &
	clients="${clients:-} $!"
done

# until_is SECONDS COMMAND: it comes true.
until_is() {
	local i n=$(($1 * 10))
	shift
	for i in $(seq $n); do "$@" && return; sleep 0.1; done
	fail "not in time: $*"
}
dropped() { [ "$(drops)" -eq 1 ]; }
until_is 60 dropped
as desk 0 --json take "$T/outbox"
as desk 0 --json list --all
ID=$(json submission)
as desk 0 show "$ID"
out_says 'cover'
out_says 'can be answered: tipline reply'
as desk 0 open "$ID" --original -o "$T/o"
same "$T/tip" "$T/o/001.original"
same "$T/photo.jpg" "$T/o/002.original"
printf 'Who else knows?\nBe careful.' >"$T/answer"
as desk 0 reply "$ID" --message - --outbox "$T/replies" <"$T/answer"
answered() { source talk read && grep -q 'Who else knows?' "$T/out"; }
until_is 60 answered
grep -q 'Be careful.' "$T/out" || fail 'the reply is not whole'
words=$("$TIPLINE" key card "$T/desk.key" 2>&1 >/dev/null |
	sed -n 's/^tipline: \([a-z-]*\)$/\1/p')
out_says "$words"
source idle read
out_says 'nothing waits'
kill $clients
wait $clients || fail "a client ended with $?"
cat "$T"/*.said >"$T/err"
[ ! -s "$T/err" ] || fail 'a client said something'
[ "$(drops)" -eq 0 ] || fail "it came in again: $(drops)"

/usr/bin/python3 "$WATCH" judge "$T/log" idle talk 5 >"$T/out" 2>"$T/err" ||
	fail 'what is seen of the two differs'
cat "$T/out"
[ "$(stat -c %s "$T/idle.state")" = "$(stat -c %s "$T/talk.state")" ] ||
	fail 'the states are not of one size'
# The page that waits: of one size with an answer and without.
/usr/bin/python3 - "$SOCK" "$T/talk.words" <<'PY' || fail 'the page that waits'
import re, sys
sys.path.insert(0, "tests/scenario")
from page_source import Source
nobody, talk = Source(sys.argv[1]), Source(sys.argv[1])
nobody.begin()
talk.enter(open(sys.argv[2]).read())
pages = [s.get("/wait") for s in (nobody, talk)]
texts = [p.text for p in pages]
for p in pages:
    assert re.search('<meta http-equiv="refresh" content="1">', p.text)
    assert "<form" not in p.text
assert "There is no answer yet" in texts[0], texts[0]
assert "1 answer is on your page" in texts[1], texts[1]
assert len(pages[0].raw) == len(pages[1].raw)
assert "/wait" in talk.get("/box").text
assert "refresh" not in talk.get("/box").text
assert Source(sys.argv[1]).get("/wait").status == 200
PY
/usr/bin/python3 "$WATCH" garbage "$SOCK" >"$T/out" 2>"$T/err" ||
	fail 'garbage is told from a message'
# On the service's disk nothing is in clear, and pieces are nowhere.
grep -rqa 'third page' "$T/state" "$T/outbox" && fail 'in clear on the disk'
quiet
page_down

# Killed when it was noted and had not appeared: nothing counts of it.
/usr/bin/python3 - "$T/state/came" "$T/outbox" <<'PY'
import os, sys
made = b"\x5a" * 16
with open(sys.argv[1], "r+b") as f:
    f.seek(40 * 100)
    f.write(b"\xa5" * 16 + made + (7).to_bytes(8, "big"))
os.mkdir(f"{sys.argv[2]}/{made.hex()}.drop.kept")
PY
page_up --cover --interval 1
page_down
[ "$(tail -c +4001 "$T/state/came" | head -c 40 | tr -d '\0' | wc -c)" -eq 0 ] ||
	fail 'a drop that never appeared counts as come'

# With TIPLINE_COVER_KILLS=N: N messages and kills at any moment, each message
# in one drop.
rm -rf "$T"/outbox/*
for i in $(seq "${TIPLINE_COVER_KILLS:-0}"); do
	page_up --cover --interval 1
	source talk send <<<"message $i of many" || fail "send $i"
	"$CLIENT" --state "$T/talk.state" --words-fd 8 run --times 2 \
		8<"$T/talk.words" >"$T/run.out" 2>&1 &
	run=$!
	sleep "$(awk "BEGIN { srand($RANDOM); print 0.3 + rand() * 0.5 }")"
	kill -KILL $page
	wait $page 2>/dev/null
	wait $run
	note "killed, $(drops) drops"
done
if [ "${TIPLINE_COVER_KILLS:-0}" -gt 0 ]; then
	page_up --cover --interval 1
	"$CLIENT" --state "$T/talk.state" --words-fd 8 run \
		--times $((2 * TIPLINE_COVER_KILLS + 4)) 8<"$T/talk.words" ||
		fail 'run'
	[ "$(drops)" -eq "$TIPLINE_COVER_KILLS" ] || fail "$(drops) drops"
	source talk read
	[ "$(grep -c 'has come in' "$T/out")" -eq "$TIPLINE_COVER_KILLS" ] ||
		fail 'not all are told as come in'
	page_down
fi
echo 'ok: idle and talking look the same; the message came, the reply too'
