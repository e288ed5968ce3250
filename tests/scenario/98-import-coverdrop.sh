#!/usr/bin/env bash
# Dead drops of CoverDrop: real messages are told from cover by every live key,
# and become submissions; forged and cut ones are refused by name.
. "$(dirname "$0")/lib.sh"
/usr/bin/python3 -c 'import nacl' 2>/dev/null || skip 'no python3-nacl'
vault
umask 077
D=$T/drops
mkdir "$D"
/usr/bin/python3 "$ROOT/tests/scenario/dead_drops.py" "$D" || fail 'no sample'
bring() { as intake "$@"; }
ids() { grep -o '"submission":"[0-9a-f]*"' "$T/out" | cut -d'"' -f4; }

# check IDS: what the seven messages of real.json became.
check() {
	[ $# -eq 7 ] || fail "not seven messages: $#"
	as desk 0 show "$1"
	for what in 'channel: coverdrop' "sender-id: $(head -1 "$D/readers")" \
	    "thread: coverdrop $(head -1 "$D/readers")" \
	    'sent: 2026-09-07T15:04:37.400254Z' \
	    'message-id: dead drop 7, epoch 5, message 1' \
	    'message begins: I saw it. żółw こんにちは'; do
		out_says "$what"
	done
	out_lacks 'not checked'
	as desk 0 show "$2"
	out_says 'message begins: yesterday'
	out_says "sender-id: $(tail -1 "$D/readers")"
	as desk 0 show "$3"
	out_says 'message begins: outside yesterday'
	as desk 0 show "$4"
	out_says 'message.gz'
	out_says 'event of item 1: not one whole gzip file'
	as desk 0 show "$5"
	out_says '200000 bytes'
	as desk 0 show "$6"
	out_says '510 bytes'
	as desk 0 show "$7"
	out_says '0 bytes'
}

bring 5 --json import coverdrop "$D/real.json" --keys "$D/keys"
says '7 messages for these keys, 4 that are cover or for others'
says '1 messages are sealed to a key that is not in the key file'
check $(ids)
bring 5 --json import coverdrop "$D/real.json" --keys "$D/keys.json"
check $(ids)

# Without an identity key it is told that nothing was checked.
bring 5 --json import coverdrop "$D/real.json" --keys "$D/keys.plain"
says 'the signatures of 3 dead drops were not checked'
as desk 0 show "$(ids | head -1)"
out_says "event: the dead drop's signature was not checked"
bring 0 --json import coverdrop "$D/unsigned.json" --keys "$D/keys"
says 'the signatures of 1 dead drops were not checked'

# Nothing but cover: that is no failure, and nothing comes in.
before=$(head_of)
bring 0 import coverdrop "$D/cover.json" --keys "$D/keys"
says '0 messages for these keys, 50 that are cover or for others'

# Forged, cut, and what is no key file: refused by name.
bring 5 import coverdrop "$D/forged.json" --keys "$D/keys"
says 'dead drop 1, epoch 5 is signed by none of the identity keys'
says 'dead drop 3, epoch 5 is signed by none of the identity keys'
! grep -q 'dead drop 2,' "$T/err" || fail 'an honest one was refused'
[ "$(head_of)" != "$before" ] || fail 'an honest one did not come in'
before=$(head_of)
bring 1 import coverdrop "$D/cut.json" --keys "$D/keys"
says 'dead drop 2 of the file is cut'
bring 1 import coverdrop "$D/bad.json" --keys "$D/keys"
says 'dead drop 1 of the file is no base64'
head -c 900 "$D/real.json" >"$D/short.json"
bring 1 import coverdrop "$D/short.json" --keys "$D/keys"
says 'no JSON'
echo '{}' >"$D/none.json"
bring 1 import coverdrop "$D/none.json" --keys "$D/keys"
bring 1 import coverdrop "$D/real.json" --keys "$D/keys.bad"
says 'line 2 of the key file'
bring 1 import coverdrop "$D/real.json" --keys "$D/keys.none"
says 'no secret key of a journalist'
bring 1 import coverdrop "$D/real.json" --keys "$D/real.json"
bring 2 import coverdrop "$D/real.json"
bring 2 import telegram "$D/real.json" --keys "$D/keys"
[ "$(head_of)" = "$before" ] || fail 'something came in'
! grep -q "$(cat "$D/secret")" "$T/err" "$T/out" || fail 'a secret was told'

# Into a drop.
mkdir "$T/outbox"
expect 0 -i "$T/intake.key" import coverdrop "$D/unsigned.json" \
	--keys "$D/keys" --to "$T/desk.card" --outbox "$T/outbox"
as desk 0 --json take "$T/outbox"
! grep -rqE "dead drop|$(head -1 "$D/readers")" "$V" || fail 'a source in clear'
holds
