# lib.sh -- what every scenario shares.  Source it first:
#
#	. "$(dirname "$0")/lib.sh"
#
# It finds the programs under $TIPLINE_BUILD, makes a temporary folder $T that
# goes away at the end, and stops at the first thing that is not as it should
# be.  Nothing of the caller's own TIPLINE_* settings is used.

set -u
export LC_ALL=C.UTF-8
unset TIPLINE_VAULT TIPLINE_KEY

: "${TIPLINE_BUILD:?say TIPLINE_BUILD=the build folder}"
TIPLINE=$TIPLINE_BUILD/bin/tipline
LIBEXEC=$TIPLINE_BUILD/libexec/tipline
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PASS='correct horse battery staple 4711'

T=$(mktemp -d "${TMPDIR:-/tmp}/tipline-scenario.XXXXXX")
cleanup() {
	local pid
	for pid in $(jobs -p); do kill "$pid" 2>/dev/null; done
	type at_end >/dev/null 2>&1 && at_end
	chmod -R u+rwX "$T" 2>/dev/null
	rm -rf "$T"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# fail WORDS: stop, and show what the last command said.
fail() {
	echo "FAIL ${0##*/}: $*" >&2
	[ -s "$T/err" ] && { echo "--- its stderr:"; head -c 4000 "$T/err"; } >&2
	[ -s "$T/out" ] && { echo "--- its stdout:"; head -c 4000 "$T/out"; } >&2
	exit 1
}

skip() {
	echo "SKIP ${0##*/}: $*"
	exit 77
}

note() {
	echo "  $*"
}

for program in bin/tipline libexec/tipline/tipline-vault \
    libexec/tipline/tipline-keeper libexec/tipline/tipline-store; do
	[ -x "$TIPLINE_BUILD/$program" ] || fail "$program is not built"
done

# tl WORDS: tipline with the passphrase on descriptor 9.
tl() {
	"$TIPLINE" --passphrase-fd 9 "$@" 9<<<"$PASS"
}

# expect EXIT WORDS: run tipline; stdout in $T/out, stderr in $T/err.  A
# sanitizer's report is a failure whatever the exit code.
expect() {
	local want=$1 got
	shift
	tl "$@" >"$T/out" 2>"$T/err"
	got=$?
	if grep -q -e 'AddressSanitizer' -e 'runtime error:' "$T/err"; then
		fail "a sanitizer spoke in: tipline $*"
	fi
	[ "$got" -eq "$want" ] ||
		fail "tipline $*: exit $got, not $want"
	# Every refusal is one line that names the program.
	if [ "$got" -ne 0 ] && [ "$got" -ne 3 ] && [ "$got" -ne 5 ]; then
		grep -q '^tipline' "$T/err" ||
			fail "tipline $*: no line says why"
	fi
}

# says TEXT / out_says TEXT: the last stderr / stdout has it (fixed string).
says() {
	grep -q -F -e "$1" "$T/err" || fail "stderr does not say '$1'"
}
out_says() {
	grep -q -F -e "$1" "$T/out" || fail "stdout does not say '$1'"
}
out_lacks() {
	! grep -q -F -e "$1" "$T/out" || fail "stdout says '$1'"
}

# same FILE FILE: bit for bit.
same() {
	cmp -s "$1" "$2" || fail "$1 and $2 differ"
}

absent() {
	local f
	for f in "$@"; do
		[ ! -e "$f" ] && [ ! -L "$f" ] || fail "$f must not exist"
	done
}

# damage FILE AT: another byte there, whatever it was.  One that is written anew
# is the old one now and then, and nothing is damaged.
damage() {
	python3 - "$1" "$2" <<'PY' || fail "cannot damage $1"
import sys
with open(sys.argv[1], 'r+b') as f:
    f.seek(int(sys.argv[2]))
    was = f.read(1)[0]
    f.seek(int(sys.argv[2]))
    f.write(bytes([was ^ 0x24]))
PY
}

# noise N: that many bytes of no kind, the same each time: now and then fresh ones
# begin as something that has a name.
noise() {
	python3 -c 'import random, sys
sys.stdout.buffer.write(random.Random(7).randbytes(int(sys.argv[1])))' "$1"
}

# empty DIR: nothing in it, hidden or not.
empty() {
	[ -z "$(ls -A "$1")" ] || fail "$1 is not empty: $(ls -A "$1")"
}

# json KEY: the value of KEY in the first line of $T/out (strings, numbers).
json() {
	python3 -c 'import json, sys
v = json.loads(open(sys.argv[1]).readline())
for k in sys.argv[2].split("."):
    v = v[int(k)] if isinstance(v, list) else v[k]
print(v)' "$T/out" "$1" || fail "no $1 in the answer"
}

# key NAME: a key file $T/NAME.key without passphrase (fast), its card beside.
key() {
	"$TIPLINE" key new "$T/$1.key" --no-passphrase >"$T/out" 2>"$T/err" ||
		fail "cannot make a key for $1"
	card_of "$1"
}

# locked NAME: the same with the passphrase $PASS.
locked() {
	expect 0 key new "$T/$1.key"
	card_of "$1"
}

card_of() {
	expect 0 key card "$T/$1.key"
	grep -o 'tipline1[0-9a-z]*' "$T/out" >"$T/$1.card"
	[ -s "$T/$1.card" ] || fail "no card for $1"
}

# as NAME EXIT WORDS: expect, with NAME's key on the vault $V.
V=$T/vault
as() {
	local who=$1 want=$2
	shift 2
	expect "$want" -C "$V" -i "$T/$who.key" "$@"
}

# vault [OPTIONS of init]: the vault $V with desk (admin), two, reporter,
# analyst, auditor, intake, each called by that name.
vault() {
	local m
	for m in desk two reporter analyst auditor intake; do
		[ -e "$T/$m.key" ] || key "$m"
	done
	expect 0 -i "$T/desk.key" init "$V" --name desk "$@"
	as desk 0 member add "$T/two.card" --role desk --name two
	as desk 0 member add "$T/reporter.card" --role reporter --name reporter
	as desk 0 member add "$T/analyst.card" --role analyst --name analyst
	as desk 0 member add "$T/auditor.card" --role auditor --name auditor
	as desk 0 member add "$T/intake.card" --role intake --name intake
}

# submit FILES and options: as the desk; its id is in $ID.
submit() {
	as desk 0 --json submit "$@"
	ID=$(json submission)
}

# holds: the audit finds nothing, and says so.
holds() {
	expect 0 -C "$V" audit
	out_says 'the history holds'
}

# head_of: the newest entry of the vault.
head_of() {
	git -C "$V" rev-parse refs/heads/main
}
