#!/usr/bin/env bash
# check finds what is damaged, repair mends what can be mended, gets the rest
# from a copy, and removes nothing.
. "$(dirname "$0")/lib.sh"
command -v git >/dev/null || skip 'no git'
vault
head -c 200000 /dev/urandom >"$T/large"
head -c 3000 /dev/urandom >"$T/small"
submit "$T/large" "$T/small" --message 'one'
submit "$T/small" --message 'two'
cp -a "$V" "$T/whole"
again() {
	chmod -R u+rwX "$V"
	rm -rf "$V"
	cp -a "${1:-$T/whole}" "$V"
	chmod -R u+w "$V"
}
git() { command git -c safe.directory='*' -C "$V" "$@"; }
finds() {
	expect 3 -C "$V" check --read-data
	out_says "$1"
}
# whole: nothing is found, by the check or by the audit, and it can be written.
whole() {
	expect 0 -C "$V" check --read-data
	out_says 'the vault is whole'
	holds
	command git -c safe.directory='*' -C "$V" fsck --strict >"$T/out" 2>&1 ||
		fail 'git fsck after the repair'
	submit "$T/small"
	as desk 0 open "$ID" --original -o "$T/o"
	same "$T/small" "$T/o/001.original"
	rm -rf "$T/o"
}
kept() {	# kept PATH...: it lies in the quarantine, and its list says why
	local q=$V/quarantine f
	for f in "$@"; do
		[ -e "$q"/*-1/"$f" ] || fail "$f is not in the quarantine"
		grep -q -P "^\Q$f\E\t." "$q"/*-1/list || fail "no reason for $f"
	done
}

expect 0 -C "$V" check
out_says 'their content was not read'
expect 0 -C "$V" --json check --read-data
[ "$(json verdict)" = whole ] || fail 'not whole'
all=$(json bytes_read)
sum=0
for n in 1 2 3 4; do
	expect 0 -C "$V" --json check --read-data-subset $n/4
	sum=$((sum + $(json bytes_read)))
done
[ "$sum" -eq "$all" ] || fail "four parts read $sum bytes, all is $all"
expect 2 -C "$V" check --read-data-subset 5/4
expect 0 -C "$V" repair
out_says '0 mended, 0 moved aside'
absent "$V/quarantine"

# What needs no copy: HEAD, config, foreign files, locks, left-overs, an index,
# what is remembered, all at once.
git gc -q --prune=now
chmod -R u+w "$V"
pack=$(cd "$V" && echo objects/pack/pack-*.pack)
cp -a "$V" "$T/packed"
echo x >"$V/HEAD"
printf '[core]\n\tfsmonitor = x\n' >>"$V/config"
echo /tmp >"$V/objects/info/alternates"
mkdir "$V/hooks"; printf '#!/bin/sh\n' >"$V/hooks/update"; chmod +x "$V/hooks/update"
echo x >"$V/objects/pack/tmp_pack_x"
touch -d '1 hour ago' "$V/packed-refs.lock"
damage "$V/${pack%.pack}.idx" 1500
damage "$V/remembered" 20
rm -rf "$V/refs/heads"
expect 3 -C "$V" list
finds 'HEAD'
n=$(grep -c '^  ' "$T/out")
cp -a "$V" "$T/before"
expect 3 -C "$V" repair --dry-run
out_says 'nothing was changed'
diff -r "$V" "$T/before" >/dev/null || fail '--dry-run changed the vault'
expect 0 -C "$V" repair
out_says 'the vault is whole'
kept HEAD config objects/info/alternates hooks/update \
	objects/pack/tmp_pack_x packed-refs.lock "${pack%.pack}.idx" remembered
note "$n lines of findings mended: $(head -1 "$T/out")"
whole

# An index that is gone.
again "$T/packed"
rm -f "$V/${pack%.pack}.idx"
finds 'has no index'
expect 0 -C "$V" repair
out_says 'the vault is whole'
whole

# A pack with bytes damaged here and there: what is whole is saved, the rest
# comes from a mirror; without one it is named.
again "$T/packed"
command git clone -q --mirror "$T/packed" "$T/mirror" 2>/dev/null ||
	fail 'git clone'
cp -a "$T/packed/lfs" "$T/mirror"
path=$(git ls-tree -r --name-only main submissions | grep manifest.sealed | head -1)
at=$(git verify-pack -v "$V/$pack" | awk -v id="$(git rev-parse "main:$path")" \
	'$1 == id { print $5 }')
damage "$V/$pack" $((at + 40))
large=$(cd "$V" && find lfs -type f)
damage "$V/$large" 7777
finds "$pack"
expect 3 -C "$V" repair
out_says 'is missing or damaged'
grep -q '^  hit: ' "$T/out" || fail 'no submission is named'
kept "$pack" "$large"
note "without a copy: $(head -1 "$T/out")"
expect 3 -C "$V" check
expect 0 -C "$V" repair --from "$T/mirror"
out_says 'the vault is whole'
note "with a copy: $(head -1 "$T/out")"
whole

# A plain clone is a copy, too; one that lies is not believed.
again
rm -f "$V/$(cd "$V" && find lfs -type f)"
find "$V/objects" -path '*/objects/??/*' -delete
command git clone -q "$T/packed" "$T/plain" 2>/dev/null || fail 'git clone'
rm -rf "$T/plain/.git/lfs"
mkdir "$T/plain/.git/lfs"
cp -a "$T/packed/lfs/objects" "$T/plain/.git/lfs"
cp -a "$T/plain" "$T/liar"
chmod -R u+w "$T/liar"
damage "$T/liar/.git/$large" 100
expect 3 -C "$V" repair --from "$T/liar"
absent "$V/$large"
expect 0 -C "$V" repair --from "$T/plain"
same "$V/$large" "$T/packed/$large"
whole

# The newest entry itself is damaged: nothing is taken back by itself.
again
head=$(head_of)
before=$(git rev-parse main~1)
for p in "$V"/objects/pack/*.pack; do
	mv "$p" "$T/x"; rm -f "${p%.pack}".*
	git unpack-objects -q <"$T/x"
done
chmod -R u+w "$V/objects"
damage "$V/objects/${head:0:2}/${head:2}" 30
expect 3 -C "$V" list
finds 'refs/heads/main'
expect 3 -C "$V" audit
expect 3 -C "$V" repair
out_says "$before"
out_says '1 entry after it would be lost'
[ "$(cat "$V/refs/heads/main")" = "$head" ] || fail 'the branch was moved'
cp -a "$V" "$T/headless"
expect 1 -C "$V" repair --branch 0000000000000000000000000000000000000000
says 'there is no entry'
expect 0 -C "$V" repair --branch "$before"
[ "$(head_of)" = "$before" ] || fail 'the branch does not go on from there'
kept "objects/${head:0:2}/${head:2}"
grep -q "as was asked for" "$V"/quarantine/*/list || fail 'no word on it'
whole
again "$T/headless"
expect 0 -C "$V" repair --from "$T/whole"
[ "$(head_of)" = "$head" ] || fail 'another head'
whole
# Going back although nothing is damaged: what was there is kept by name.
expect 0 -C "$V" repair --branch "$before"
[ "$(cat "$V/refs/tipline/aside/1")" != "$before" ] || fail 'not kept'
whole
