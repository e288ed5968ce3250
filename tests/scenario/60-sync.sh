#!/usr/bin/env bash
# Two desks and one bare repository on a disk: push, fetch, and both at once.
. "$(dirname "$0")/lib.sh"
command -v git-lfs >/dev/null || skip 'the package git-lfs is missing'
cd "$T" || fail "$T"		# no repository of the developer's is near
# git-lfs would leave a hook of its own in what it looks at.
git() {
	command git -c safe.directory='*' -c core.hooksPath=/dev/null "$@"
}
REMOTE="$T/the remote"		# a space: paths are no words of a shell
git init -q --bare "$REMOTE"
vault
head -c 300000 /dev/urandom >"$T/large"
head -c 300 /dev/urandom >"$T/small"
submit "$T/large" "$T/small" --message 'one'

# To an empty remote; a second time there is nothing to do.
as desk 0 sync "$REMOTE"
out_says '0 fetched, 7 sent'
[ "$(git -C "$REMOTE" rev-parse main)" = "$(head_of)" ] || fail 'what is sent'
[ "$(find "$REMOTE/lfs/objects" -type f | wc -l)" -eq 1 ] || fail 'large objects'
as desk 0 sync "$REMOTE"
out_says 'both have the same 7 entries'
absent "$V/transport"

# A mirror that stock git made is a full backup, and a vault.
git clone -q --mirror "file://$REMOTE" "$T/two" 2>"$T/err" || fail 'git clone'
git -C "$T/two" lfs fetch --all >"$T/out" 2>&1 || fail 'git lfs fetch'
V2=$T/two
expect 0 -C "$V2" audit
out_says 'this copy is complete'
submit "$T/small"
as desk 0 sync "$REMOTE"
out_says '0 fetched, 1 sent'
expect 0 -C "$V2" sync "$REMOTE"
out_says '1 fetched, 0 sent'

# Both go on from there: the second makes its entries again, on top.
submit "$T/large"
A=$ID
submit "$T/small" --message 'of the first desk'
as desk 0 sync "$REMOTE"
V1=$V
V=$V2
head -c 400000 /dev/urandom >"$T/other"
as two 0 --json submit "$T/other"
B=$(json submission)
as two 0 --json submit "$T/small"
# ... which takes its key.
expect 4 -C "$V" sync "$REMOTE"
says 'name that key with -i or --with'
before=$(head_of)
expect 4 -C "$V" -i "$T/desk.key" sync "$REMOTE"
[ "$(head_of)" = "$before" ] || fail 'what was refused changed the vault'
expect 0 -C "$V" -i "$T/desk.key" sync "$REMOTE" --with "$T/two.key"
out_says '2 fetched, 2 sent, 2 signed again'
holds
V=$V1
as desk 0 sync "$REMOTE"
out_says '2 fetched, 0 sent'
holds
[ "$(head_of)" = "$(git -C "$V2" rev-parse main)" ] || fail 'two histories'
[ "$(git -C "$V" rev-list --merges main | wc -l)" -eq 0 ] || fail 'a merge'
as desk 0 open "$A" --original -o "$T/a"
same "$T/large" "$T/a/001.original"
as two 0 open "$B" --original -o "$T/b"
same "$T/other" "$T/b/001.original"
[ "$(git -C "$V" log --format=%s main | grep -c '^submit')" -eq 6 ] ||
	fail 'six submissions'

# Left-overs: none, of both; stock tools are content.
for v in "$V1" "$V2"; do
	absent "$v/transport"
	empty "$v/incoming"
	git -C "$v" fsck --strict --full >"$T/out" 2>&1 || fail 'git fsck'
	git -C "$v" lfs fsck main >"$T/out" 2>&1 || fail 'git lfs fsck'
done

# What cannot be a remote.
for r in ext::sh git://example.org/x http://example.org/x -x; do
	expect 2 -C "$V" sync -- "$r"
done
expect 2 -C "$V" sync
expect 1 -C "$V" sync "$T/no/such/folder"
expect 1 -C "$V" sync "$T/none"
says 'git cannot look into'
