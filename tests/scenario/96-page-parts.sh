#!/usr/bin/env bash
# Uploads that break: what came is kept sealed to the source alone, the rest is
# sent later and put together; nothing is taken that there is no room for.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"
vault
cp "$T/desk.card" "$T/to"
W=$T/words
M=1048576

# taken FILE: one drop came in; it is one item, this file.
taken() {
	local id
	[ "$(drops)" -eq 1 ] || fail "$(drops) drops, not one"
	id=$(ls "$T/outbox" | sed 's/\.drop//')
	as desk 0 take "$T/outbox"
	rm -rf "$T/o"
	as desk 0 open "$id" --original -o "$T/o"
	cat "$T/o"/*.original >"$T/got"
	same "$T/got" "$1"
}
parts_lie() { find "$T/state/parts" -type f | wc -l; }

export VISIT=$T/visit
page_up --limit 40MiB
head -c $((18 * M)) /dev/urandom >"$T/film"
source_does begin words="$W"

# --- it breaks in the middle; the page says where, and the rest is sent
source_does break $((17 * M)) file="$T/film" name=film.mp4 \
	message='about the film'
sleep 0.3
[ "$(parts_lie)" -eq 2 ] || fail "$(parts_lie) parts"
empty "$T/outbox"
! grep -rqa 'about the film\|film.mp4' "$T/state" || fail 'in clear'
python3 - "$SOCK" "$VISIT" "$T" <<'PY' || fail 'the rest'
import re, sys
sys.path.insert(0, "tests/scenario")
from page_source import Source
s = Source(sys.argv[1])
s.cookie, s.token = open(sys.argv[2]).read().split()
T = sys.argv[3]
s.get("/")
shown = dict(s.parts_shown())
print("  shown:", shown)
assert set(shown) == {"film.mp4", "message.txt"}, shown
assert shown["film.mp4"].startswith("the first"), shown
came = int(re.search(r"tail -c \+(\d+)", s.last.text).group(1)) - 1
assert 16 << 20 < came <= 17 << 20, came
film = open(T + "/film", "rb").read()
s.upload("/part", [("parts", "film.mp4.rest", film[came:])])
assert s.last.status == 200 and s.notice(), s.notice()
ids = dict(zip([n for n, _ in s.parts_shown()], s.shown("part")))
a = s.post("/join", [("token", s.token), ("part", ids["film.mp4"]),
    ("part", ids["film.mp4.rest"]), ("how", "one"), ("name", "film.mp4")])
assert a.status == 200, a.status
s.get("/")
assert [n for n, _ in s.parts_shown()] == ["message.txt"], s.parts_shown()
s.post("/drop", {"token": s.token, "part": s.shown("part")[0]})
assert s.parts_shown() == [] and s.notice()
PY
taken "$T/film"
[ "$(parts_lie)" -eq 0 ] || fail 'parts are left'

# --- whole files before the one that breaks; each on its own then
head -c $((2 * M)) /dev/urandom >"$T/first"
source_does break $((12 * M)) file="$T/first" \
	file="$T/film" -- box now
sleep 0.3
source_does box now
out_says 'part first 2 MiB'
out_says 'part film the first'
source_does join how=each
rm -rf "$T/outbox"/*.drop
source_does box now
out_lacks 'part '

# --- parts of a file, put together in their order; nobody else sees them
split -b 500000 -d -a 1 "$T/first" "$T/piece."
source_does part file="$T/piece.0" file="$T/piece.1" -- \
	part file="$T/piece.2" file="$T/piece.3" -- part file="$T/piece.4" -- box now
[ "$(grep -c '^part piece' "$T/out")" -eq 5 ] || fail 'not five parts'
VISIT= source_does begin -- box now
out_lacks 'part piece'
# One that was changed on the disk is told, and nothing of it is sent.
one=$(find "$T/state/parts" -type f -printf '%s %p\n' | sort -n | tail -1)
one=${one#* }
cp -p "$one" "$T/kept"
damage "$one" 30000
source_does join how=one name=first
out_says 'join 200'
empty "$T/outbox"
rm "$one.damaged" 2>/dev/null
cp -p "$T/kept" "$one"
source_does join how=one name=first
taken "$T/first"
[ "$(parts_lie)" -eq 0 ] || fail 'parts are left'

# --- what breaks early is not worth keeping
source_does break 100000 file="$T/first"
sleep 0.3
[ "$(parts_lie)" -eq 0 ] || fail 'a small one was kept'
empty "$T/outbox"

# --- told at the end: what is under way breaks, and is there afterwards
python3 - "$SOCK" "$VISIT" "$T" >"$T/slow" 2>&1 <<'PY' &
import sys, time
sys.path.insert(0, "tests/scenario")
from page_source import Source
s = Source(sys.argv[1])
s.cookie, s.token = open(sys.argv[2]).read().split()
film = open(sys.argv[3] + "/film", "rb").read()
pieces = s.parts([("token", None, s.token.encode()), ("files", "slow", film)])
with s.connect() as c:
    c.sendall(s.head("POST", "/send", ("Content-Type: multipart/form-data; "
        "boundary=" + s.BOUNDARY.decode(),
        "Content-Length: %d" % sum(map(len, pieces)))))
    for piece in pieces[:4]:
        c.sendall(piece)
    c.sendall(film[:3 << 20])
    open(sys.argv[3] + "/half", "w")
    time.sleep(60)
PY
slow=$!
for i in $(seq 100); do [ -e "$T/half" ] && break; sleep 0.1; done
sleep 0.5
kill -TERM $page
wait $page || fail "the page ended with $?"
kill $slow 2>/dev/null
wait $slow 2>/dev/null
empty "$T/outbox"
page_up --limit 3MiB --quota 12MiB
rm "$VISIT"
source_does enter $(cat "$W") -- box now -- drop
out_says 'part slow the first'

# --- over the limit, the quota, the floor: told before any of it is taken
source_does send file="$T/film"
out_says 'send 413'
source_does part file="$T/first" -- part file="$T/first" -- \
	part file="$T/first" -- part file="$T/first" -- part file="$T/first" -- \
	part file="$T/first" -- send message=small
[ "$(grep -c '^part 200' "$T/out")" -eq 5 ] || fail 'the quota is not 12 MiB'
out_says 'part 503'
out_says 'send 200'
source_does drop -- part file="$T/first"
out_says 'part 200'
rm -rf "$T/outbox"/*.drop
page_down
page_up --floor 1000TiB
rm "$VISIT"
source_does enter $(cat "$W") -- send message=x -- box now
out_says 'send 503'
empty "$T/outbox"
out_says 'part first'
page_down
quiet

# --- parts grow old
page_up
[ "$(parts_lie)" -eq 1 ] || fail 'no part to grow old'
page_down
touch -d '8 days ago' "$T/state"/parts/*/*
page_up --days 9
sleep 0.3
[ "$(parts_lie)" -eq 1 ] || fail 'gone a day too early'
page_down
page_up --days 7
for i in $(seq 50); do [ "$(parts_lie)" -eq 0 ] && break; sleep 0.1; done
[ "$(parts_lie)" -eq 0 ] || fail 'an old part is left'
page_down
