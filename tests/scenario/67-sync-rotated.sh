#!/usr/bin/env bash
# Somebody rotates in one copy while another copy seals to the epoch that is
# left: after the sync the keys are granted anew, and nothing is out of reach.
. "$(dirname "$0")/lib.sh"
command -v git-lfs >/dev/null || skip 'the package git-lfs is missing'
cd "$T" || fail "$T"
REMOTE=$T/remote
git init -q --bare -b main "$REMOTE"
vault
head -c 500 /dev/urandom >"$T/f"
submit "$T/f"
A=$ID
as desk 0 sync "$REMOTE"
expect 0 clone "$REMOTE" "$T/two"
cp "$V/labels" "$T/two/"
V1=$V V2=$T/two

V=$V2
for m in two reporter; do
	as $m 0 rotate
	as $m 0 rotate --finish
	as $m 0 sync "$REMOTE"
done
# Here nobody knows yet.
V=$V1
submit "$T/f" --message 'sealed to an old epoch'
B=$ID
as desk 0 assign "$A" reporter --original
as desk 0 sync "$REMOTE"
out_says '2 signed again'
holds
as two 0 open "$B" --original -o "$T/b"
same "$T/f" "$T/b/001.original"
as reporter 0 open "$A" --original -o "$T/a"
same "$T/f" "$T/a/001.original"
V=$V2
expect 0 -C "$V" sync "$REMOTE"
holds
as two 0 open "$B" --original -o "$T/b2"
