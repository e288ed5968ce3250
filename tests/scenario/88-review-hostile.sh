#!/usr/bin/env bash
# A review in the browser and everybody else: hostile requests change nothing,
# the token is seen by the browser alone, and an end from outside loses nothing.
. "$(dirname "$0")/lib.sh"
vault
printf '\xc5\xbb: jane@example.org <script>alert(1)</script>\nand joe@example.org\n' \
	>"$T/tip.txt"
submit "$T/tip.txt"
as desk 0 examine "$ID"
as desk 0 find "$ID"

# start WORDS: a review in the background, its pid in $pid.
start() {
	: >"$T/said"
	"$TIPLINE" -C "$V" -i "$T/desk.key" review "$ID" "$@" >"$T/said" \
		2>"$T/err" &
	pid=$!
}
# until_said TEXT
until_said() {
	local i
	for i in $(seq 150); do
		grep -q -e "$1" "$T/said" && return
		sleep 0.1
	done
	fail "no '$1' in: $(cat "$T/said")"
}
# ended EXIT
ended() {
	wait "$pid"
	local got=$?
	! grep -q -e AddressSanitizer -e 'runtime error:' "$T/err" ||
		fail 'a sanitizer spoke'
	[ "$got" -eq "$1" ] || fail "the review ended with $got, not $1"
}

# --- hostile requests
start --no-browser
until_said 'type the code'
address=$(grep -o 'http://127.0.0.1:[0-9]*/' "$T/said")
code=$(sed -n 's/.*code \([0-9a-z-]*\).*/\1/p' "$T/said")
python3 "$ROOT/tests/scenario/page_hostile.py" "$address" "$code" >"$T/out" ||
	fail 'a hostile request'
note "$(cat "$T/out")"
ended 0
as desk 0 review "$ID" --export "$T/plan.json"
! grep -q -e '"decision":"redact"' -e '"decision":"keep"' "$T/plan.json" ||
	fail 'something was decided'

# --- another user of this machine is not even heard
start --no-browser
until_said 'type the code'
address=$(grep -o 'http://127.0.0.1:[0-9]*/' "$T/said")
if [ "$(id -u)" -eq 0 ]; then
	(cd / && setpriv --reuid 65534 --clear-groups /usr/bin/python3 - "$address") <<-'PY' ||
	import http.client, re, sys
	c = http.client.HTTPConnection(re.search(r'//(.*)/', sys.argv[1]).group(1), timeout=10)
	try:
	    c.request('GET', '/')
	    print('another user is answered:', c.getresponse().status)
	    sys.exit(1)
	except (ConnectionError, http.client.BadStatusLine):
	    pass
	PY
		fail 'another user comes in'
fi
python3 -c 'import sys, urllib.request as u
assert b"token" in u.urlopen(sys.argv[1]).read()' "$address" ||
	fail 'its own user is not answered'

# --- ten wrong codes end it
for i in $(seq 10); do
	python3 - "$address" <<-'PY' || fail 'a wrong code was not refused'
	import sys, urllib.error, urllib.request
	try:
	    urllib.request.urlopen(sys.argv[1] + 'enter', b'token=aaaa-aaaa-aaaa')
	except urllib.error.HTTPError as e:
	    sys.exit(e.code != 403)
	sys.exit(1)
	PY
done
ended 4
says 'wrong codes'

# --- the browser that is started, and what it gets
mkdir -m 700 "$T/run"
cat >"$T/browser" <<'SH'
#!/bin/sh
here=$(dirname "$0")
file=${1#file://}
cp "$file" "$here/entry.html"
stat -c %a "$file" >"$here/mode"
tr '\0' ' ' </proc/$PPID/cmdline >"$here/asked"
echo "$1" >"$here/address"
env >"$here/env"
ls -l /proc/self/fd | sed 's/.*-> //' >"$here/open"
SH
chmod +x "$T/browser"
export XDG_RUNTIME_DIR=$T/run BROWSER=$T/browser TIPLINE_SECRET=hidden
script -q -e -c "'$TIPLINE' -C '$V' -i '$T/desk.key' review '$ID'" \
	"$T/said" >/dev/null 2>&1 </dev/null &
pid=$!
for i in $(seq 150); do
	[ -s "$T/open" ] && break
	sleep 0.1
done
[ -s "$T/open" ] || fail "no browser was started: $(cat "$T/said")"
[ "$(cat "$T/mode")" = 600 ] || fail 'others can read the token'
token=$(grep -o 'value="[0-9a-f]*"' "$T/entry.html" | tr -dc 0-9a-f)
[ ${#token} -ge 64 ] || fail "no token: $(cat "$T/entry.html")"
! ps -eo args | grep -v grep | grep -q "${token: -20}" ||
	fail 'ps shows the token'
! grep -q "${token: -20}" "$T/address" "$T/env" "$T/said" "$T/asked" ||
	fail 'the token stands somewhere'
! grep -q -e TIPLINE -e "$T/desk.key" "$T/env" || fail 'the browser knows more'
! grep -q -e memfd -e socket -e "$V" -e "$T/desk.key" "$T/open" ||
	fail "the browser holds: $(cat "$T/open")"
python3 - "$T/entry.html" "$T/run" <<'PY' || fail 'the browser cannot come in'
import http.client, os, re, sys, time
html = open(sys.argv[1]).read()
host, port = re.search(r'http://([\d.]+):(\d+)/enter', html).groups()
token = re.search(r'value="([0-9a-f]{64})"', html).group(1)
def ask(method, path, body=None, **fields):
    c = http.client.HTTPConnection(host, int(port))
    c.request(method, path, body, {k.replace('_', '-'): v for k, v in fields.items()})
    r = c.getresponse()
    return r, r.read().decode()
r, _ = ask('POST', '/enter', 'token=' + token, Origin='null',
           Content_Type='application/x-www-form-urlencoded')
assert r.status == 200, r.status
cookie = r.getheader('Set-Cookie').split(';')[0]
for _ in range(30):
    if not os.listdir(sys.argv[2]):
        break
    time.sleep(0.1)
assert not os.listdir(sys.argv[2]), 'the file with the token stays'
r, page = ask('GET', '/', Cookie=cookie)
form = re.search(r'name="token" content="([0-9a-f]{64})"', page).group(1)
assert 'script>alert' not in page and token not in page
good = dict(Cookie=cookie, Origin=f'http://{host}:{port}', X_Tipline_Token=form,
            Content_Type='application/json')
r, text = ask('GET', '/api/item/0/sheet/0', Cookie=cookie)
assert r.getheader('Content-Type') == 'application/json', 'a text is no data'
assert '<script>alert(1)</script>' in text
r, text = ask('GET', '/api/state', Cookie=cookie)
now = re.match(r'{"revision":(\d+),', text).group(1)
r, text = ask('POST', '/api/decide', '{"revision":' + now + ',"item":0,"findings":'
              '[{"kind":"EMAIL","start":4,"end":20}],"decision":"redact"}', **good)
assert r.status == 200, text
PY
# Killed as hard as can be, after an answer: the decision is there.
pkill -KILL -P "$pid"
wait "$pid"
as desk 0 review "$ID" --export "$T/after.json"
grep -q '"decision":"redact"' "$T/after.json" || fail 'a decision was lost'
holds
