#!/usr/bin/env bash
# Mails by LMTP: each is answered 250 when it is durable, and never before; what
# a mail program was not answered it keeps.
. "$(dirname "$0")/lib.sh"
vault
umask 077
mkdir "$T/outbox" "$T/run"
: >"$T/acknowledged"
: >"$T/served.err"
S=$T/run/lmtp
at_end() { [ -n "${pid:-}" ] && kill -9 "$pid" 2>/dev/null; true; }

# start WORDS: the service, into the outbox or as the words say.
start() {
	"$TIPLINE" -i "$T/intake.key" "$@" --passphrase-fd 9 \
		import mail --lmtp "$S" ${DROPS---to "$T/desk.card" --outbox "$T/outbox"} \
		>"$T/served" 2>"$T/served.err" 9<<<"$PASS" &
	pid=$!
	for _ in $(seq 100); do
		grep -q 'are awaited' "$T/served.err" && return
		sleep 0.05
	done
	fail "it did not start: $(cat "$T/served.err")"
}
stop() { kill "$pid"; wait "$pid" || fail "it ended badly: $? $(cat "$T/served.err")"; pid=; }
count() { ls "$T/outbox" | grep -c '\.drop$'; }

cat >"$T/client.py" <<'P'
import smtplib, socket, sys, threading, time
S, T, what = sys.argv[1:4]
class LMTP(smtplib.LMTP):
    pass
def mail(i, body='x'):
    return f'From: <z{i}@example.org>\r\nMessage-ID: <l{i}@example.org>\r\nSubject: l\r\n\r\n{body}\r\n'
def raw():
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(20)
    s.connect(S)
    f = s.makefile('rb')
    assert f.readline().startswith(b'220 ')
    return s, f
def code(f):
    while True:
        line = f.readline()
        assert line, 'it hung up'
        if line[3:4] != b'-':
            return int(line[:3])
def lhlo(s, f):
    s.sendall(b'LHLO me\r\n')
    assert code(f) == 250
if what == 'plain':
    # An 8-bit text, dots at the beginning of lines.
    c = LMTP(S)
    r = c.sendmail('env@example.org', ['a@x'], mail(1, '.\r\n..\r\n.a\r\nł').encode(), ['SIZE=100', 'BODY=8BITMIME'])
    assert r == {}, r
    c.rset(); c.noop(); c.quit()
elif what == 'rules':
    s, f = raw()
    def ask(line, want):
        s.sendall(line)
        got = code(f)
        assert got == want, (line[:60], got)
    ask(b'EHLO me\r\n', 500)
    ask(b'MAIL FROM:<a@b>\r\n', 503)
    ask(b'LHLO\r\n', 501)
    lhlo(s, f)
    ask(b'RCPT TO:<a@b>\r\n', 503)
    ask(b'DATA\r\n', 503)
    ask(b'MAIL FROM:<a@b> SIZE=99999999999999999999\r\n', 552)
    ask(b'MAIL FROM: a@b\r\n', 501)
    ask(b'mail from:<"a>b"@c> BODY=8BITMIME\r\n', 250)
    ask(b'DATA\r\n', 503)
    for _ in range(100):
        ask(b'RCPT TO:<a@b>\r\n', 250)
    ask(b'RCPT TO:<a@b>\r\n', 452)
    ask(b'RSET\r\n', 250)
    ask(b'NOOP ' + b'x' * 5000 + b'\r\n', 500)
    ask(b'NO\0OP\r\n', 501)
    ask(b'VRFY a\r\n', 252)
    # All at once, and what looks like an end or a command inside.
    s.sendall(b'MAIL FROM:<p@q>\r\nRCPT TO:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n'
        b'Subject: inside\r\n\r\nbare\n.\nMAIL FROM:<evil@x>\n\r.\r\n.\rx\r\n' + b'y' * 100000 + b'\r\n.\r\nNOOP\r\nQUIT\r\n')
    got = [code(f) for _ in range(8)]
    assert got == [250, 250, 250, 354, 250, 250, 250, 221], got
    assert f.readline() == b''
    # Too many words that are none.
    s, f = raw()
    s.sendall(b'X\r\n' * 30)
    got = []
    while True:
        line = f.readline()
        if not line: break
        got.append(int(line[:3]))
    assert got == [500] * 19 + [421], got
    # A mail that is begun and not ended is none.
    s, f = raw()
    lhlo(s, f)
    s.sendall(b'MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\nSubject: half\r\n\r\n' + b'h' * 300000)
    s.close()
elif what == 'many':
    # Some connections say nothing, others little by little; mails come through.
    idle = [raw() for _ in range(10)]
    def some(k):
        c = LMTP(S)
        for i in range(5):
            c.sendmail('e@x', ['a@x'], mail(1000 + 10 * k + i, 'm' * 70000))
        c.quit()
    t = [threading.Thread(target=some, args=(k,)) for k in range(8)]
    [x.start() for x in t]; [x.join() for x in t]
    for s, f in idle: s.close()
elif what == 'crash':
    # Send one after the other; write down what was answered 250.
    said = open(T + '/acknowledged', 'a')
    i = int(sys.argv[4])
    try:
        c = LMTP(S)
        while True:
            c.sendmail('e@x', ['a@x'], mail(i, 'c' * 5000))
            said.write(f'<l{i}@example.org>\n'); said.flush()
            i += 1
    except (smtplib.SMTPException, OSError):
        pass
elif what == 'stop':
    # In the middle of a mail: 421, and nothing of it.
    s, f = raw()
    lhlo(s, f)
    s.sendall(b'MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n')
    assert [code(f) for _ in range(3)] == [250, 250, 354]
    s.sendall(b'Subject: half\r\n\r\n' + b'h' * 100000)
    open(T + '/inside', 'w').close()
    assert code(f) == 421
elif what == 'full':
    c = LMTP(S)
    try:
        c.sendmail('e@x', ['a@x'], mail(1, 'f' * 3000000))
        raise SystemExit('it was taken')
    except smtplib.SMTPRecipientsRefused as e:
        codes = {v[0] for v in e.recipients.values()}
    except smtplib.SMTPDataError as e:
        codes = {e.smtp_code}
    assert codes == {452}, codes
    # Small ones still fit, on the same connection.
    c.sendmail('e@x', ['a@x'], mail(2))
P
talk() { python3 "$T/client.py" "$S" "$T" "$@" >"$T/talk" 2>&1 || fail "$1: $(tail -3 "$T/talk") / $(cat "$T/served.err")"; }

start
[ "$(stat -c %a "$S")" = 660 ] || fail 'anybody may connect'
talk plain
[ "$(count)" -eq 1 ] || fail 'one mail is not one drop'
talk rules
[ "$(count)" -eq 2 ] || fail "half a mail came in: $(count)"
talk many
[ "$(count)" -eq 42 ] || fail "of 40 mails: $(count)"
expect 11 -i "$T/intake.key" import mail --lmtp "$S" --to "$T/desk.card" --outbox "$T/outbox"
says 'awaited on'
talk stop & waiting=$!
for _ in $(seq 100); do [ -e "$T/inside" ] && break; sleep 0.05; done
stop
wait $waiting || fail "stopped in the middle: $(cat "$T/talk")"
[ ! -e "$S" ] || fail 'a socket that nobody hears'
[ "$(ls "$T/outbox" | grep -vc '\.drop$')" -eq 0 ] || fail 'something half is left'
[ "$(count)" -eq 42 ] || fail 'half a mail came in'

# Byte for byte what was sent, and who sent it.
as desk 0 take "$T/outbox"
for id in $(as desk 0 --json list --all; grep -o '"submission":"[0-9a-f]*","name"' "$T/out" | cut -d'"' -f4); do
	echo "$id"
done >"$T/ids"
python3 - "$T" <<'P'
import sys
T = sys.argv[1]
open(T + '/want1', 'wb').write('From: <z1@example.org>\r\nMessage-ID: <l1@example.org>\r\nSubject: l\r\n\r\n.\r\n..\r\n.a\r\nł\r\n'.encode())
open(T + '/want2', 'wb').write(b'Subject: inside\r\n\r\nbare\n.\nMAIL FROM:<evil@x>\n\r.\r\n\rx\r\n' + b'y' * 100000 + b'\r\n')
P
found=0
while read -r id; do
	[ $found -eq 2 ] && break
	as desk 0 show "$id"
	case $(grep -o 'sender-email of item 1: [^ ]*' "$T/out" | head -1) in
	*env@example.org) want=$T/want1; out_says 'message-id of item 1: <l1@example.org>' ;;
	*p@q) want=$T/want2 ;;
	*) continue ;;
	esac
	rm -rf "$T/o"
	as desk 0 open "$id" --original -o "$T/o"
	same "$T/o/001.original" "$want"
	found=$((found + 1))
done < <(tac "$T/ids")
[ $found -eq 2 ] || fail 'a mail is missing'

# Killed again and again: what was acknowledged is there.
for i in 1 2 3; do
	start
	python3 "$T/client.py" "$S" "$T" crash $((i * 10000)) 2>"$T/talk" & talking=$!
	for _ in $(seq 100); do
		[ "$(grep -c . "$T/acknowledged")" -ge $((i * 5)) ] && break
		sleep 0.05
	done
	kill -9 "$pid"; wait "$pid" 2>/dev/null; pid=
	wait $talking || fail "the client: $(cat "$T/talk")"
done
n=$(wc -l <"$T/acknowledged")
[ "$n" -ge 15 ] || fail "only $n were acknowledged"
note "$n acknowledged over three kills"
as desk 0 take "$T/outbox"
as desk 0 --json list --all
grep -o '"submission":"[0-9a-f]*","name"' "$T/out" | cut -d'"' -f4 >"$T/after"
sort "$T/ids" >"$T/ids.s"; sort "$T/after" | comm -13 "$T/ids.s" - >"$T/new"
[ "$(wc -l <"$T/new")" -ge "$n" ] || fail "of $n acknowledged $(wc -l <"$T/new") are there"
[ "$(wc -l <"$T/new")" -le $((n + 3)) ] || fail 'more than one a kill came unacknowledged'

# Into the vault itself, and a full disk: to be tried again, and then it fits.
mkdir "$T/small"
if mount -t tmpfs -o size=2m tmpfs "$T/small" 2>/dev/null; then
	at_end() { [ -n "${pid:-}" ] && kill -9 "$pid" 2>/dev/null; umount "$T/small"; true; }
	DROPS="--to $T/desk.card --outbox $T/small" start
	talk full
	stop
	[ "$(ls "$T/small" | grep -c '\.drop$')" -eq 1 ] || fail 'the small one is not there'
fi
DROPS= start -C "$V"
talk plain
stop
grep -q '^submitted ' "$T/served" || fail 'it was not told'
as desk 0 audit
