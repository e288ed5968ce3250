#!/usr/bin/env bash
# The services of docs/service: how much they are exposed, by systemd's own
# measure, and that the programs work under what the units leave them.
. "$(dirname "$0")/lib.sh"
command -v systemd-analyze >/dev/null || skip 'no systemd-analyze'
UNITS=$TIPLINE_BUILD/service

for unit in tipline-serve.service tipline-watch@.service \
    tipline-lmtp.service; do
	systemd-analyze security --offline=yes --no-pager "$UNITS/$unit" \
		>"$T/out" 2>"$T/err" || fail "systemd-analyze security $unit"
	figure=$(sed -n 's/.*Overall exposure level.*: \([0-9.]*\) .*/\1/p' "$T/out")
	[ -n "$figure" ] || fail "no figure for $unit"
	note "$unit: exposure $figure"
	awk "BEGIN { exit !($figure <= 1.0) }" ||
		fail "$unit is exposed by $figure, more than 1.0"
done

# What verify says of our own files, but for man pages and programs that are
# not installed here.
for unit in tipline-serve.service tipline-serve.socket \
    tipline-watch@srv-x.service tipline-lmtp.service; do
	cp "$UNITS/${unit/@*./@.}" "$T/$unit"
done
(cd "$T" && systemd-analyze verify --man=no ./tipline-serve.service \
	./tipline-serve.socket ./tipline-watch@srv-x.service \
	./tipline-lmtp.service) 2>&1 |
	grep -E '^(/[^:]*/)?tipline-|/tipline-[a-z@]*\.(service|socket):' |
	grep -v 'is not executable' >"$T/err"
[ ! -s "$T/err" ] || fail 'systemd finds something wrong in the units'

# tor believes its lines, where there is a tor.
if command -v tor >/dev/null; then
	mkdir -m 700 "$T/tor" "$T/tor/tipline"
	sed "s,/var/lib/tor,$T/tor," "$ROOT/docs/service/torrc" >"$T/torrc"
	tor --DataDirectory "$T/tor" --verify-config -f "$T/torrc" \
		>"$T/out" 2>"$T/err" || fail 'tor does not take docs/service/torrc'
else
	note 'no tor here: docs/service/torrc is not tried'
fi

key desk
key intake
mkdir "$T/outbox" "$T/spool"

# jailed UNIT PROGRAM WORDS: as the unit would run it.
jailed() {
	local unit=$1
	shift
	[ -s "$T/$unit.calls" ] ||
		python3 "$ROOT/tests/service/calls.py" "$UNITS/$unit" \
			>"$T/$unit.calls" || fail "no list of calls for $unit"
	"$TIPLINE_BUILD/tests/jail" "$T/$unit.calls" "$@"
}

# The jail holds: what the units forbid fails in it.
jailed tipline-watch@.service /usr/bin/python3 -c 'import ctypes, socket
try:
    socket.socket(socket.AF_INET)
    print("a socket of the internet")
except OSError:
    pass
libc = ctypes.CDLL(None, use_errno=True)
if libc.unshare(0x10000000) == 0:
    print("a namespace of users")
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, 0) == 0:
    print("a mount")
if libc.syscall(101, 0, 0, 0, 0) == 0:
    print("ptrace")' >"$T/out" 2>"$T/err" || fail 'the jail does not start'
[ ! -s "$T/out" ] || fail 'the jail leaves more than the unit'

printf 'a scan\n' >"$T/spool/a.txt"
head -c 3000000 /dev/urandom >"$T/spool/b.bin"
jailed tipline-watch@.service "$TIPLINE" -i "$T/intake.key" --json \
	watch "$T/spool" --wipe --once --settle 0 --to "$T/desk.card" \
	--outbox "$T/outbox" >"$T/out" 2>"$T/err" || fail 'watch in its unit'
[ "$(grep -c '"submission"' "$T/out")" -eq 2 ] || fail 'not two submissions'
# Under its unit a mail comes in, and the end is a good one.
jailed tipline-lmtp.service "$TIPLINE" -i "$T/intake.key" import mail \
	--lmtp "$T/lmtp" --to "$T/desk.card" --outbox "$T/outbox" \
	>"$T/served" 2>"$T/served.err" &
served=$!
for _ in $(seq 100); do [ -S "$T/lmtp" ] && break; sleep 0.05; done
python3 -c 'import smtplib, sys
c = smtplib.LMTP(sys.argv[1])
c.sendmail("a@x", ["b@x"], "Subject: in the unit\r\n\r\ntext\r\n")
c.quit()' "$T/lmtp" 2>"$T/err" || fail "no mail in its unit: $(cat "$T/served.err")"
kill "$(pgrep -P $served)"
wait $served || fail "mails in their unit: $? $(cat "$T/served.err")"
expect 0 -i "$T/desk.key" init "$T/v" --name desk
expect 0 -C "$T/v" -i "$T/desk.key" member add "$T/intake.card" \
	--role intake --name intake
expect 0 -C "$T/v" -i "$T/desk.key" take "$T/outbox"
expect 0 -C "$T/v" --json list
[ "$(grep -c submission "$T/out")" -eq 3 ] || fail 'not three in the vault'
# The page, on a socket that is handed over, with cover mode.
mkdir -m 700 "$T/state" "$T/run"
mkdir "$T/replies" "$T/drops"
[ -s "$T/tipline-serve.service.calls" ] ||
	python3 "$ROOT/tests/service/calls.py" "$UNITS/tipline-serve.service" \
		>"$T/tipline-serve.service.calls" || fail 'no list of calls'
python3 "$ROOT/tests/service/hand_over.py" "$T/run/page" \
	"$TIPLINE_BUILD/tests/jail" "$T/tipline-serve.service.calls" \
	"$TIPLINE" -i "$T/intake.key" --json serve --to "$T/desk.card" \
	--outbox "$T/drops" --state "$T/state" --replies "$T/replies" \
	--cover --interval 1 >"$T/ready" 2>"$T/said" &
page=$!
for i in $(seq 200); do [ -s "$T/ready" ] && break; sleep 0.05; done
[ -s "$T/ready" ] || fail "the page is not ready: $(cat "$T/said")"
head -c 5000000 /dev/urandom >"$T/film"
python3 "$ROOT/tests/scenario/page_source.py" "$T/run/page" \
	begin words="$T/words" -- send message=hello file="$T/film" -- leave \
	>"$T/out" 2>"$T/err" || fail 'a source at the page in its unit'
"$TIPLINE_BUILD/bin/tipline-source" --state "$T/s" begin \
	--onion "unix:$T/run/page" --key "$T/intake.card" >"$T/words" \
	2>"$T/err" || fail 'a client of cover mode'
"$TIPLINE_BUILD/bin/tipline-source" --state "$T/s" --words-fd 8 send \
	8<"$T/words" <<<hello || fail 'tipline-source send'
"$TIPLINE_BUILD/bin/tipline-source" --state "$T/s" --words-fd 8 run --times 2 \
	8<"$T/words" || fail 'tipline-source run'
for i in $(seq 50); do
	[ "$(ls "$T/drops" | grep -c 'drop$')" -eq 2 ] && break
	sleep 0.1
done
[ "$(ls "$T/drops" | grep -c 'drop$')" -eq 2 ] || fail 'not two drops'
kill -TERM $page
wait $page || fail "the page ended with $?: $(cat "$T/said")"
grep -v '^jail: this user' "$T/said" >"$T/err"
[ ! -s "$T/err" ] || fail 'the page said something'
expect 0 -C "$T/v" -i "$T/desk.key" take "$T/drops"
echo 'ok: exposure at most 1.0, and the programs work in their units'
