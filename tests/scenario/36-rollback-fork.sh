#!/usr/bin/env bash
# What a kept checkpoint and a second copy find: a rollback of the whole
# folder, what it remembers included; a history that was forked; a signature
# of somebody who was no member any more.
. "$(dirname "$0")/lib.sh"

key witness
key stranger
vault
echo one >"$T/one"
submit "$T/one"
FIRST=$ID
cp -a "$V" "$T/early"
as two 0 checkpoint -o "$T/c1"
submit "$T/one"
submit "$T/one"
as two 0 checkpoint --since "$T/c1" -o "$T/c3"
NOW=$V

at() {	# VAULT EXIT WORDS: without a key
	local v=$1 want=$2
	shift 2
	expect "$want" -C "$v" "$@"
}

note "a history extends the checkpoints taken of it"
at "$NOW" 0 audit --since "$T/c1"
out_says 'it extends the checkpoint, and what is new holds: 2 entries'
at "$NOW" 0 audit --since "$T/c3"
out_says 'what is new holds: 0 entries'
at "$NOW" 0 audit --compare "$T/c1"
out_says 'extends the other by 2 entries'
at "$NOW" 0 audit --compare "$T/c3"
out_says 'same: both have the same 9 entries'
at "$NOW" 0 --json audit --compare "$T/early"
[ "$(json compare)" = extends ] || fail "compare is $(json compare)"
at "$T/early" 0 audit --compare "$NOW"
out_says 'the other extends this one by 2 entries'
at "$NOW" 2 audit --compare "$T/early" --since "$T/c1"
at "$NOW" 2 audit --since

note "the whole folder was put back: the vault itself cannot know"
at "$T/early" 0 audit
out_says 'the history holds: 7 entries'
at "$T/early" 3 audit --since "$T/c3"
says 'the checkpoint has 9 entries and this vault 7'
at "$T/early" 3 audit --compare "$T/c3"
at "$T/early" 0 audit --since "$T/c1"

note "the folder was put back and written to: a fork"
cp -a "$T/early" "$T/fork"
V=$T/fork
submit "$T/one"
as two 0 assign "$ID" reporter
submit "$T/one"
as two 0 checkpoint --since "$T/c1" -o "$T/f4"
V=$NOW
at "$T/fork" 0 audit
at "$T/fork" 3 audit --since "$T/c3"
says 'FORK: entry 9 is not the one'
at "$T/fork" 3 audit --compare "$NOW"
out_says 'FORK at entry 8'
at "$NOW" 3 --json audit --compare "$T/fork"
[ "$(json compare)" = fork ] && [ "$(json entry)" = 8 ] ||
	fail "no fork at entry 8"
at "$NOW" 3 audit --since "$T/f4"	# longer than this one
at "$NOW" 3 checkpoint prove "$FIRST" --checkpoint "$T/f4"

note "a witness that saw one of them refuses the other"
git -C "$NOW" show main:allowed_signers >"$T/signers"
expect 0 -i "$T/witness.key" checkpoint cosign "$T/c1" --state "$T/state" \
	--signers "$T/signers"
expect 0 -i "$T/witness.key" checkpoint cosign "$T/c3" --state "$T/state"
as two 0 -C "$T/fork" checkpoint --since 9 -o "$T/f4-since-9"
expect 3 -i "$T/witness.key" checkpoint cosign "$T/f4-since-9" \
	--state "$T/state"
says 'FORK'
expect 2 -i "$T/witness.key" checkpoint cosign "$T/f4" --state "$T/state"

note "two vaults have nothing in common"
(V=$T/other; vault --clock hour)
at "$NOW" 3 audit --compare "$T/other"
out_says 'FORK at entry 1'
at "$T/other" 3 audit --since "$T/c1"
says 'is of another vault'

note "nobody's signature, and a removed member's"
sed '$s/ \([^ ]*\)$/ AAAA\1/' "$T/c3" >"$T/bad"
at "$NOW" 3 audit --since "$T/bad"
says 'signed by nobody'
sed '5,$s/^4$/5/; s/^head 0/head 1/; t; s/^head ./head 0/' "$T/c1" >"$T/bad"
at "$NOW" 3 audit --since "$T/bad"
says 'does not hold'
cp "$T/two.key" "$T/was-two.key"
as desk 0 member remove two
at "$NOW" 0 audit --since "$T/c3"	# it was true when it was signed
as two 4 checkpoint
as desk 0 checkpoint -o "$T/c5"
at "$NOW" 0 audit --since "$T/c5"
# What a removed member's key makes all the same is not taken.
cat >"$T/resign.py" <<'PY'
import base64, hashlib, sys
from nacl.signing import SigningKey
raw = open(sys.argv[1], 'rb').read()
text = raw[:raw.rindex(b'\n\n') + 1]
file = open(sys.argv[2], 'rb').read()
seed = file[8 + 2 + 133 + 1 + 4 + 4 + 16 + 24 + 1:][:32]
key = SigningKey(seed); pk = bytes(key.verify_key)
name = text.split(b'\n')[0]
kid = hashlib.sha256(name + b'\n\x01' + pk).digest()[:4]
sys.stdout.buffer.write(text + b'\n' + '— '.encode() + name + b' ' +
    base64.b64encode(kid + key.sign(text).signature) + b'\n')
PY
PYTHON=/usr/bin/python3
if "$PYTHON" -c 'import nacl.bindings' 2>/dev/null; then
	"$PYTHON" "$T/resign.py" "$T/c5" "$T/was-two.key" >"$T/c5-two" ||
		fail "cannot sign again"
	at "$NOW" 3 audit --since "$T/c5-two"
	says 'signed by nobody who was a member at entry 10'
	# The script signs as tipline does: what two signed before is the same.
	sed '1,/^$/d' "$T/c3" >"$T/c3-note"
	"$PYTHON" "$T/resign.py" "$T/c3-note" "$T/was-two.key" >"$T/c3-two"
	same "$T/c3-two" "$T/c3-note"
fi
holds
