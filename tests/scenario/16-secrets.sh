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
holds
