#!/usr/bin/env bash
# What a remote must not be able to do: each is refused, and changes nothing.
. "$(dirname "$0")/lib.sh"
command -v git-lfs >/dev/null || skip 'the package git-lfs is missing'
cd "$T" || fail "$T"
git() { command git -c safe.directory='*' -c core.hooksPath=/dev/null "$@"; }
REMOTE=$T/remote
git init -q --bare -b main "$REMOTE"
vault
head -c 100000 /dev/urandom >"$T/large"
submit "$T/large" --message 'one'
as desk 0 sync "$REMOTE"
expect 0 clone "$REMOTE" "$T/two"
OLD=$(head_of)

# refused EXIT TEXT: sync of $V says so, and $V is as it was.
refused() {
	local before
	before=$(head_of)
	as desk "$1" sync "$REMOTE"
	says "$2"
	[ "$(head_of)" = "$before" ] || fail "the vault moved: $2"
	holds
	as desk 0 list
}
forced() {	# forced COMMIT: the remote stands there now
	git -C "$REMOTE" update-ref refs/heads/main "$1"
}

# Somebody rolled it back, or emptied it.
forced "$OLD^"
refused 3 'lost entries that it had'
git -C "$REMOTE" update-ref -d refs/heads/main
refused 3 'lost entries that it had'
forced "$OLD"
as desk 0 sync "$REMOTE"

# A commit that nobody signed; one that is signed by a stranger.
tree=$(git -C "$REMOTE" rev-parse main^{tree})
c=$(git -C "$REMOTE" -c user.name=x -c user.email=x@x commit-tree -p "$OLD" \
	-m 'submit: x' "$tree")
forced "$c"
refused 3 'of the remote breaks the rule'
git -C "$REMOTE" fetch -q "$T/two" main
key stranger
V1=$V
V=$T/two
# A member's own key, but an entry that was changed after it was signed.
head -c 200 /dev/urandom >"$T/f"
as two 0 submit "$T/f"
good=$(head_of)
V=$V1
forced "$OLD"
git -C "$REMOTE" fetch -q "$T/two" "+main:refs/heads/main"
git -C "$REMOTE" cat-file commit "$good" | sed 's/^submit: .*/submit: changed/' \
	>"$T/commit"
forced "$(git -C "$REMOTE" hash-object -t commit -w --literally "$T/commit")"
refused 3 'of the remote breaks the rule'
# The same entry with another tree: a file is added, one is gone.
for what in added gone; do
	t=$(python3 - "$REMOTE" "$good" $what <<'P'
import subprocess, sys
remote, good, what = sys.argv[1:]
def git(*a, **k):
    return subprocess.run(('git', '-c', 'safe.directory=*', '-C', remote) + a,
                          check=True, capture_output=True, **k).stdout
rows = git('ls-tree', good).splitlines(True)
if what == 'added':
    blob = git('hash-object', '-w', '--stdin', input=b'x').decode().strip()
    rows.append(b'100644 blob %s\tzzz\n' % blob.encode())
else:
    rows = [r for r in rows if not r.endswith(b'\tVERSION\n')]
print(git('mktree', input=b''.join(rows)).decode().strip())
P
	) || fail 'mktree'
	git -C "$REMOTE" cat-file commit "$good" |
		sed "s/^tree .*/tree $t/" >"$T/commit"
	forced "$(git -C "$REMOTE" hash-object -t commit -w --literally "$T/commit")"
	refused 3 'of the remote breaks the rule'
done
# A merge, and a branch that is no commit.
m=$(git -C "$REMOTE" -c user.name=x -c user.email=x@x commit-tree -p "$good" \
	-p "$OLD" -m 'submit: x' "$tree")
forced "$m"
refused 3 'of the remote breaks the rule'

# A large object that is not there, or is another; then all is well.
V=$T/two
head -c 120000 /dev/urandom >"$T/g"
as two 0 sync "$T/spare.bundle"
as two 0 submit "$T/g"
forced "$good"
as two 0 sync "$REMOTE"
V=$V1
sum=$(git -C "$T/two" lfs ls-files -l main | cut -d' ' -f1 | while read -r s; do
	[ -e "$V/lfs/objects/${s:0:2}/${s:2:2}/$s" ] || echo "$s"; done)
f=$REMOTE/lfs/objects/${sum:0:2}/${sum:2:2}/$sum
[ -f "$f" ] || fail 'the large object is on the remote'
mv "$f" "$T/kept"
refused 1 'large objects'
head -c 120000 /dev/urandom >"$f"
truncate -s "$(stat -c %s "$T/kept")" "$f"
as desk 0 list
before=$(head_of)
"$TIPLINE" -C "$V" -i "$T/desk.key" sync "$REMOTE" >"$T/out" 2>"$T/err" &&
	fail 'a changed large object was taken'
[ "$(head_of)" = "$before" ] || fail 'the vault moved'
rm -f "$f"
cp "$T/kept" "$f"
as desk 0 sync "$REMOTE"
out_says '2 fetched'
holds

# A history of its own: signed by members, but not on top of what others have.
cp -a "$T/two" "$T/three"
rm -f "$T/three/remotes" "$T/three/synced"
git init -q --bare -b main "$T/other"
submit "$T/f"
as desk 0 sync "$REMOTE"
V=$T/three
head -c 300 /dev/urandom >"$T/h"
as two 0 submit "$T/h"
as two 0 sync "$T/other"
V=$V1
before=$(head_of)
as desk 1 sync "$T/other"
says 'whoever made them must sync with that one first'
[ "$(head_of)" = "$before" ] || fail 'the vault moved'

# Another vault, and a repository that is none.
V=$T/another
expect 0 -i "$T/desk.key" init "$V"
git init -q --bare -b main "$T/theirs"
as desk 0 sync "$T/theirs"
V=$V1
as desk 2 sync "$T/theirs"
says 'that is another vault'
git init -q -b work "$T/code"
git -C "$T/code" -c user.name=x -c user.email=x@x commit -q --allow-empty -m x
as desk 2 sync "$T/code"
says 'a repository of something else'

# A hostile repository on a stick runs nothing of its own.
git clone -q --mirror "file://$REMOTE" "$T/stick" 2>/dev/null
cp -r "$REMOTE/lfs" "$T/stick/"
mkdir -p "$T/stick/hooks"
for h in pre-receive update post-receive post-update reference-transaction \
    pre-push proc-receive post-checkout push-to-checkout; do
	printf '#!/bin/sh\necho %s >>"%s/ran"\n' "$h" "$T" >"$T/stick/hooks/$h"
	chmod +x "$T/stick/hooks/$h"
done
for k in core.fsmonitor core.alternateRefsCommand core.sshCommand \
    uploadpack.packObjectsHook core.pager gpg.program; do
	git -C "$T/stick" config "$k" "touch $T/ran"
done
git -C "$T/stick" config core.hooksPath "$T/stick/hooks"
submit "$T/f"
as desk 0 sync "$T/stick"
out_says '1 sent'
absent "$T/ran"
holds
