#!/usr/bin/env bash
# Stock git packs the vault, in every way it has; the store reads it as before.
. "$(dirname "$0")/lib.sh"
command -v git >/dev/null || skip 'no git'
vault
head -c 300000 /dev/urandom >"$T/large"
for i in 1 2 3; do
	head -c 3000 /dev/urandom >"$T/small$i"
	submit "$T/small$i" "$T/large" --message "number $i"
	as desk 0 assign "$ID" reporter
done
expect 0 -C "$V" log
cp "$T/out" "$T/log"

git() { command git -c safe.directory='*' -C "$V" "$@"; }

# all_as_before WHAT: the history holds, is the same, and the content opens.
all_as_before() {
	note "$1: $(find "$V/objects/pack" -name '*.pack' | wc -l) packs, $(
		find "$V/objects" -path "*/objects/??/*" | wc -l) loose"
	holds
	expect 0 -C "$V" log
	same "$T/out" "$T/log"
	as desk 0 open "$ID" --original -o "$T/o"
	same "$T/o/001.original" "$T/small3"
	same "$T/o/002.original" "$T/large"
	rm -rf "$T/o"
}
in_packs() {
	[ -z "$(find "$V/objects" -path "*/objects/??/*" | head -1)" ] ||
		fail 'git left loose objects'
}

git gc -q --aggressive --prune=now || fail 'git gc'
in_packs
[ ! -e "$V/refs/heads/main" ] || fail 'git gc left the branch loose'
grep -q refs/heads/main "$V/packed-refs" || fail 'the branch is nowhere'
git verify-pack -v "$V"/objects/pack/*.idx >"$T/verified"
grep -q 'chain length' "$T/verified" || fail 'nothing is a difference'
note "$(grep -c 'chain length' "$T/verified") chain lengths: $(
	grep 'chain length' "$T/verified" | tail -1)"
all_as_before 'git gc --aggressive'

# Writing goes on, on top of packed refs and packs.
submit "$T/small1" --message 'after gc'
holds
expect 0 -C "$V" log
cp "$T/out" "$T/log"
as desk 0 open "$ID" --original -o "$T/o"
same "$T/o/001.original" "$T/small1"
rm -rf "$T/o"
submit "$T/small3" "$T/large" --message 'the one that is opened'
expect 0 -C "$V" log
cp "$T/out" "$T/log"

git -c pack.writeReverseIndex=true repack -q -a -d -b --depth=250 --window=50 ||
	fail 'git repack'
all_as_before 'git repack -ad --depth=250'
# Bases by name instead of by place.
ids=$(git rev-list --objects --all | cut -d' ' -f1)
git pack-objects -q --depth=50 --window=50 --no-reuse-delta \
	"$V/objects/pack/pack" <<<"$ids" >"$T/name" || fail 'pack-objects'
git prune-packed -q
find "$V/objects/pack" -type f ! -name "*$(cat "$T/name")*" -delete
git verify-pack -v "$V"/objects/pack/*.idx | grep -q 'chain length' ||
	fail 'no base is named'
all_as_before 'git pack-objects, bases by name'
# Indexes that stock git makes beside its packs change nothing.
git repack -q -a -d --cruft || fail 'git repack --cruft'
git -c core.multiPackIndex=true multi-pack-index write ||
	fail 'git multi-pack-index'
git -c core.commitGraph=true commit-graph write --reachable || fail 'git commit-graph'
all_as_before 'with a multi-pack-index and a commit-graph'
for f in "$V"/objects/pack/multi-pack-index "$V"/objects/info/commit-graph; do
	chmod u+w "$f"
	head -c 900 /dev/urandom >"$f"
done
all_as_before 'with those two damaged'
rm -f "$V"/objects/pack/multi-pack-index* "$V"/objects/info/commit-graph

# One pack an entry: many packs.
rm -rf "$T/loose"
mkdir "$T/loose"
cp "$V"/objects/pack/*.pack "$T/loose"
rm -f "$V"/objects/pack/*
for p in "$T/loose"/*.pack; do
	git unpack-objects -q <"$p" || fail 'git unpack-objects'
done
n=0
for f in "$V"/objects/??/*; do
	id=$(basename "$(dirname "$f")")$(basename "$f")
	git pack-objects -q "$V/objects/pack/pack" <<<"$id" >/dev/null
	n=$((n + 1))
done
git prune-packed -q
in_packs
all_as_before "one pack for each of $n objects"
