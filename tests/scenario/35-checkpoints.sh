#!/usr/bin/env bash
# The history as proof: a checkpoint that is kept elsewhere finds a rollback
# and a fork, a witness signs nothing that does not extend what it saw, and a
# proof convinces years later, without the vault.  Signatures and hashes are
# checked again by python3-nacl and hashlib, which know only the published
# formats.
. "$(dirname "$0")/lib.sh"

PYTHON=/usr/bin/python3		# Debian's own: it has python3-nacl
"$PYTHON" -c 'import nacl.bindings' 2>/dev/null || skip "no python3-nacl"
key witness
key stranger
vault
echo one >"$T/one"
submit "$T/one"
FIRST=$ID
as desk 0 checkpoint -o "$T/c1"
submit "$T/one"
SECOND=$ID
as two 0 assign "$SECOND" reporter
as two 0 checkpoint --since "$T/c1" -o "$T/c2"
git -C "$V" show main:allowed_signers >"$T/signers"

note "the signed note, its root and the proofs are as the standards say"
cat >"$T/check.py" <<'PY'
import base64, hashlib, subprocess, sys
from nacl.signing import VerifyKey
vault, note, signers, proof, witness = sys.argv[1:6]
sha = lambda b: hashlib.sha256(b).digest()
git = lambda *a: subprocess.check_output(['git', '-C', vault, *a])
commits = git('rev-list', '--reverse', 'main').split()
content = [git('cat-file', 'commit', c.decode()) for c in commits]
def root(leaves):
    if len(leaves) == 1: return sha(b'\0' + leaves[0])
    k = 1
    while k * 2 < len(leaves): k *= 2
    return sha(b'\1' + root(leaves[:k]) + root(leaves[k:]))
def key_id(name, kind, pk): return sha(name + b'\n' + bytes([kind]) + pk)[:4]
def split(raw):
    at = raw.rindex(b'\n\n')
    lines = [l.split(b' ') for l in raw[at + 2:].splitlines()]
    assert all(l[0] == '—'.encode() for l in lines)
    return raw[:at + 1], [(l[1], base64.b64decode(l[2])) for l in lines]
raw = open(note, 'rb').read()
text, sigs = split(raw)
origin, size, want, head = text.decode().splitlines()
n = int(size)
assert n == len(content), (n, len(content))
assert origin == 'tipline/' + sha(content[0]).hex()[:32], origin
assert base64.b64decode(want) == root(content), 'root'
assert head == 'head ' + sha(content[-1]).hex(), head
keys = [base64.b64decode(l.split()[-1])[-32:] for l in open(signers)]
good = 0
for pk in keys:
    for name, blob in sigs:
        if name == origin.encode() and blob[:4] == key_id(name, 1, pk):
            VerifyKey(pk).verify(text, blob[4:]); good += 1
assert good == 1, good
wpk = open(witness, 'rb').read()
for name, blob in sigs:
    if name.startswith(b'tipline-witness/') and blob[:4] == key_id(name, 4, wpk):
        when = int.from_bytes(blob[4:12], 'big')
        VerifyKey(wpk).verify(b'cosignature/v1\ntime %d\n' % when + text, blob[12:])
        good += 1
assert good == 2, good
lines = open(proof, 'rb').read().split(b'\n')
assert lines[0] == b'c2sp.org/tlog-proof@v1' and lines[1].startswith(b'extra ')
entry = base64.b64decode(lines[1][6:])
index = int(lines[2][6:])
assert entry == content[index], 'entry'
hashes = [base64.b64decode(l) for l in lines[3:lines.index(b'')]]
def lead(leaf, m, n, path):
    if n == 1:
        assert not path
        return leaf
    k = 1
    while k * 2 < n: k *= 2
    if m < k: return sha(b'\1' + lead(leaf, m, k, path[:-1]) + path[-1])
    return sha(b'\1' + path[-1] + lead(leaf, m - k, n - k, path[:-1]))
assert lead(sha(b'\0' + entry), index, n, hashes) == base64.b64decode(want)
PY
# The witness's key out of its card, by the published form of cards.
python3 - "$T/witness.card" >"$T/witness.pk" <<'PY'
import sys
abc = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
words = [abc.index(c) for c in open(sys.argv[1]).read().strip()[len('tipline1'):-6]]
bits = ''.join(f'{w:05b}' for w in words)
raw = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits) // 8 * 8, 8))
sys.stdout.buffer.write(raw[1:33])
PY

note "a witness signs what extends what it saw, and nothing else"
cosign() {	# EXIT WORDS
	local want=$1
	shift
	expect "$want" -i "$T/witness.key" checkpoint cosign --state "$T/state" "$@"
}
cosign 2 "$T/c1"
says 'whose signature counts'
absent "$T/state"
cosign 3 "$T/c1" --key "$T/stranger.card"
absent "$T/state"
cosign 0 "$T/c1" --signers "$T/signers"
cp "$T/state" "$T/state-before"
as desk 0 checkpoint -o "$T/c2-alone"
cosign 2 "$T/c2-alone"		# no proof
says 'made with `tipline checkpoint --since 7`'
sed -e '2s/^A/B/;t' -e '2s/^./A/' "$T/c2" >"$T/c2-false"
cosign 3 "$T/c2-false"
same "$T/state" "$T/state-before"
cosign 0 "$T/c2-alone" --proof "$T/c2"
cosign 0 "$T/c2" -o "$T/c2-seen"	# the same head again
cosign 1 "$T/c2" -o "$T/c2-seen"	# never over a file
cosign 3 "$T/c1"			# older
says 'rolled back'
head -c 100 "$T/state" >"$T/state-cut"
expect 3 -i "$T/witness.key" checkpoint cosign --state "$T/state-cut" "$T/c2"
says 'state is damaged'
# Nothing but checkpoints is signed.
printf 'example.com/log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— x AAAAAAA=\n' >"$T/other"
cosign 1 "$T/other" --signers "$T/signers"

note "a proof convinces without the vault, with the signers named"
expect 0 -C "$V" checkpoint prove "$FIRST" --checkpoint "$T/c2-seen" \
	-o "$T/proof"
"$PYTHON" "$T/check.py" "$V" "$T/c2-seen" "$T/signers" "$T/proof" \
	"$T/witness.pk" >"$T/out" 2>"$T/err" || fail "another reader disagrees"
as two 0 checkpoint prove "$SECOND" -o "$T/proof2"
mv "$V" "$T/gone"
verify() {	# EXIT WORDS
	local want=$1
	shift
	expect "$want" verify-proof "$@"
}
verify 0 "$T/proof" --signers "$T/signers" --witness "$T/witness.card"
out_says "$FIRST"
out_says 'proven: entry 7'
out_says 'Not proven:'
out_lacks "$SECOND"
verify 0 --json "$T/proof" --key "$T/two.card" --witness "$T/witness.card"
[ "$(json entry)" = 7 ] || fail "entry $(json entry), not 7"
[ "$(json size)" = 9 ] || fail "size $(json size), not 9"
[ "$(json submissions.0)" = "$FIRST" ] || fail "another submission"
[ "$(json event)" = submit ] || fail "another event"
verify 0 "$T/proof2" --key "$T/two.card"
out_says "$SECOND"
out_says 'No witness was asked for'
verify 2 "$T/proof"
verify 3 "$T/proof" --key "$T/stranger.card"
verify 3 "$T/proof" --key "$T/desk.card"	# it was two who signed
verify 3 "$T/proof2" --key "$T/two.card" --witness "$T/witness.card"
verify 3 "$T/proof" --key "$T/two.card" --witness "$T/stranger.card"

note "wrong proofs are refused: each line, each other submission and tree"
python3 - "$T" <<'PY'
import base64, sys
t = sys.argv[1]
lines = open(t + '/proof', 'rb').read().split(b'\n')
other = open(t + '/proof2', 'rb').read().split(b'\n')
n = 0
def put(l):
    global n
    open(f'{t}/bad.{n}', 'wb').write(b'\n'.join(l)); n += 1
for i, line in enumerate(lines):
    if not line:
        put(lines[:i] + lines[i + 1:]) if i + 1 < len(lines) else put(lines[:-1] + [b'x'])
        continue
    flip = bytearray(line); k = len(line) // 2; flip[k] ^= 1
    put(lines[:i] + [bytes(flip)] + lines[i + 1:])
    if not line.startswith('— tipline-witness'.encode()):
        put(lines[:i] + lines[i + 1:])
entry = base64.b64decode(lines[1][6:])
# Another submission in the entry; the other entry with this one's path.
put([lines[0], b'extra ' + base64.b64encode(entry.replace(b'Event: submit', b'Event: assign'))] + lines[2:])
put(lines[:1] + other[1:2] + lines[2:])
put(lines[:2] + other[2:3] + lines[3:])
put(lines[:3] + other[3:])
PY
for bad in "$T"/bad.*; do
	verify 3 "$bad" --signers "$T/signers" --witness "$T/witness.card"
done
note "$(ls "$T"/bad.* | wc -l) wrong proofs refused"
mv "$T/gone" "$V"
holds
