#!/usr/bin/env bash
# Neither content nor names nor passphrases lie in the vault, in arguments, in
# environments, or in what a drop carries.
. "$(dirname "$0")/lib.sh"
vault
CONTENT=canary-content-7f3a91
NAMED=canary-name-2b8e55
SPOKEN=canary-message-90d1c4
CHANNEL=canary-channel-c0ffee
{ echo "$CONTENT"; head -c 200000 /dev/zero; echo "$CONTENT"; } >"$T/$NAMED.txt"
locked boss
as desk 0 member add "$T/boss.card" --role desk --name canary-label-51ab
mkdir "$T/box"

"$TIPLINE" -C "$V" -i "$T/boss.key" --passphrase-fd 9 submit "$T/$NAMED.txt" \
	--message - --channel "$CHANNEL" <<<"$SPOKEN" 9<<<"$PASS" \
	>"$T/out" 2>"$T/err" || fail 'submit'
"$TIPLINE" -i "$T/boss.key" --passphrase-fd 9 submit "$T/$NAMED.txt" --message - \
	--to "$T/desk.card" --outbox "$T/box" <<<"$SPOKEN" 9<<<"$PASS" \
	>"$T/out" 2>"$T/err" || fail 'submit into a drop'
as desk 0 list
out_says "$CHANNEL"
for word in "$CONTENT" "$NAMED" "$SPOKEN" "$CHANNEL" "$PASS"; do
	! grep -rqaF -e "$word" "$V" "$T/box" || fail "$word lies in the vault"
	# git's own objects are deflated: look inside them too.
	! git -C "$V" cat-file --batch-all-objects --batch 2>/dev/null |
		grep -qaF -e "$word" || fail "$word lies in an object"
done
# Labels are local: in their file, not in the history.
! git -C "$V" cat-file --batch-all-objects --batch | grep -qaF canary-label ||
	fail 'a label is in the history'

# While it runs: no argument, no environment of any process shows a secret,
# and none of them has a core file to leave.
mkfifo "$T/slow"
"$TIPLINE" -C "$V" -i "$T/boss.key" --passphrase-fd 9 submit "$T/slow" \
	9<<<"$PASS" >"$T/out" 2>"$T/err" &
pid=$!
exec 8>"$T/slow"
echo "$CONTENT" >&8
sleep 2
pids="$pid $(pgrep -P "$pid")"
seen=0
for p in $pids; do
	[ -r "/proc/$p/cmdline" ] || continue
	seen=$((seen + 1))
	for f in cmdline environ; do
		! tr '\0' '\n' <"/proc/$p/$f" 2>/dev/null |
			grep -qF -e "$PASS" -e "$CONTENT" -e "$SPOKEN" ||
			fail "a secret in $f of $(tr '\0' ' ' <"/proc/$p/cmdline")"
	done
	name=$(tr '\0' '\n' <"/proc/$p/cmdline" | head -1)
	case $name in
	*keeper*|*store*)
		[ "$(tr '\0' '\n' <"/proc/$p/environ" 2>/dev/null |
			grep -c -v '^LC_ALL=C.UTF-8$')" -eq 0 ] ||
			fail "the environment of $name is not empty" ;;
	esac
	grep -q 'Max core file size *0 *0' "/proc/$p/limits" ||
		fail "$name may dump core"
done
exec 8>&-
wait $pid || fail 'submit from a pipe'
[ $seen -ge 3 ] || fail "only $seen processes were seen"

# Rotating, splitting, joining: the secrets of a key lie in key files alone, the
# old ones soon in none; shares give nothing away; nothing goes to a temporary
# file, and nothing to what is said.
secrets() {	# secrets KEYFILE: its seed and epoch secrets, in hex, a line each
	PYTHONPATH=$ROOT/tests/vault PASSPHRASE=$PASS /usr/bin/python3 -c '
import sys, unseal_all
raw = open(sys.argv[1], "rb").read()
if raw[143] == 0:
    print(raw[193:225].hex())
for s in unseal_all.secrets_of(sys.argv[1]):
    print(s.hex())' "$1" || fail "no secrets in $1"
}
# found FILE-OF-HEX PLACES...: the files in which any of them lies, in any guise
found() {
	/usr/bin/python3 - "$@" <<'P'
import base64, os, sys
want = []
for line in open(sys.argv[1]):
    raw = bytes.fromhex(line)
    want += [raw, raw.hex().encode(), raw.hex().upper().encode(),
             base64.b64encode(raw)[:40]]
for place in sys.argv[2:]:
    for top, _, names in os.walk(place) if os.path.isdir(place) else \
            [(os.path.dirname(place), [], [os.path.basename(place)])]:
        for name in names:
            path = os.path.join(top, name)
            if os.path.isfile(path):
                data = open(path, 'rb').read()
                if any(w in data for w in want):
                    print(name)
P
}
/usr/bin/python3 -c 'import nacl.bindings' 2>/dev/null || { holds; exit 0; }
mkdir "$T/tmp" "$T/keys" "$T/shares" "$T/hex"
export TMPDIR=$T/tmp
mv "$T/desk.key" "$T/keys/desk.key"
secrets "$T/keys/desk.key" >"$T/hex/old"
[ "$(found "$T/hex/old" "$T/keys" | sort -u)" = desk.key ] ||
	fail 'a plain key file holds its secrets, or this test is blind'
desk() {
	"$TIPLINE" -C "$V" -i "$T/keys/desk.key" "$@" >>"$T/keys.out" \
		2>>"$T/keys.err" || fail "$*"
}
desk key split "$T/keys/desk.key" -n 3 -k 2 -o "$T/shares"
desk rotate
desk rotate --finish
desk key join "$T"/shares/*-[12] -o "$T/keys/again" --no-passphrase
[ "$(found "$T/hex/old" "$T/keys" | sort -u)" = again$'\n'desk.key ] ||
	fail 'the joined key is not the old one'
rm "$T/keys/again"
secrets "$T/keys/desk.key" >"$T/hex/new"
sed 1d "$T/hex/old" >"$T/hex/gone"	# not the seed, which stays
left=$(found "$T/hex/gone" "$T" | grep -v -x -e old -e gone)
[ -z "$left" ] || fail "the old secret lies in $left"
for hex in old new; do
	left=$(found "$T/hex/$hex" "$V" "$T/shares" "$T/box" "$T/tmp" \
		"$T/keys.out" "$T/keys.err" "$T/out" "$T/err")
	[ -z "$left" ] || fail "a secret lies in $left"
done
! grep -q tipshare "$T/keys.out" "$T/keys.err" || fail 'a share was said'
empty "$T/tmp"

# A locked one: while its keeper waits, and in what the rotation leaves.
mkfifo "$T/words"
"$TIPLINE" -C "$V" -i "$T/boss.key" --passphrase-fd 9 rotate 9<>"$T/words" \
	>"$T/out" 2>"$T/err" &
pid=$!
sleep 1
seen=0
for p in $pid $(pgrep -P "$pid"); do
	tr '\0' '\n' <"/proc/$p/cmdline" 2>/dev/null | grep -qx renew || continue
	seen=1
	[ "$(tr '\0' '\n' <"/proc/$p/environ" | grep -c -v \
		'^LC_ALL=C.UTF-8$')" -eq 0 ] || fail 'the environment of renew'
	grep -q 'Max core file size *0 *0' "/proc/$p/limits" ||
		fail 'the keeper that rotates may dump core'
done
[ $seen -eq 1 ] || fail 'no keeper that rotates was seen'
echo "$PASS" >"$T/words"
wait $pid || fail 'rotate with a passphrase'
secrets "$T/boss.key" >"$T/hex/boss"
left=$(found "$T/hex/boss" "$T" | grep -v -x boss)
[ -z "$left" ] || fail "a locked key's secret lies in $left"
! grep -rqaF -e "$PASS" "$V" "$T/keys" "$T/boss.key" "$T/out" "$T/err" ||
	fail 'the passphrase lies somewhere'
empty "$T/tmp"
mv "$T/keys/desk.key" "$T/desk.key"
holds
