#!/usr/bin/env bash
# What was erased is gone: with copies of the vault from every stage, and every
# key file that is left, nothing of it opens once all members have rotated; until
# then it does.  All the rest opens on.
. "$(dirname "$0")/lib.sh"
locked two
vault
mkdir "$T/kept"

# keep STAGE: a clone and a plain copy of the vault, and of nothing else.
keep() {
	git clone -q --mirror "$V" "$T/kept/$1.clone" 2>"$T/err" ||
		fail 'git clone'
	cp -a "$V/lfs" "$T/kept/$1.clone/lfs"
	cp -a "$V" "$T/kept/$1.copy"
}

# opens ID: how many copies of how many give anything of it away, to every
# secret in every key file that there is; and what in all.
opens() {
	local keys
	mapfile -t keys < <(find "$T" -type f \( -name '*.key' -o \
		-name '.*.old' \) -not -path "$T/kept/*")
	PASSPHRASE=$PASS /usr/bin/python3 "$ROOT/tests/vault/unseal_all.py" \
		"${keys[@]}" -- "$T"/kept/* "$V" >"$T/opened" 2>"$T/err" ||
		fail 'unseal_all.py'
	awk -v id="$1" '$2 == id { n++; g += $3; o += $4 }
		END { print n + 0, g + 0, o + 0 }' "$T/opened"
}
# still ID / gone ID
still() {
	local n g o
	read -r n g o < <(opens "$1")
	note "$2: $n copies give $g keys and $o objects away"
	[ "$n" -gt 0 ] && [ "$g" -gt 0 ] && [ "$o" -gt 0 ] ||
		fail "nothing opens ($2), and it should"
}
gone() {
	[ "$(opens "$1")" = '0 0 0' ] ||
		fail "$2: $(opens "$1") of it opens still"
}

yes "the tide tables of the harbour" | head -c 200000 >"$T/large.txt"
printf 'Write to mara.lindqvist@example.org about the harbour.\n' >"$T/tip.txt"
keep empty
submit "$T/tip.txt" "$T/large.txt" --message 'for erasing'; A=$ID
submit "$T/tip.txt" --message 'to be kept'; B=$ID
submit "$T/large.txt"; C=$ID
keep submitted
for id in "$A" "$B"; do
	as desk 0 examine "$id"
	as desk 0 find "$id"
	as desk 0 review "$id" --accept-all
	as two 0 approve "$id"
	as desk 0 release "$id" --to analyst
done
ITEM=$(git -C "$V" ls-tree -r --name-only main "submissions/${A:0:2}" |
	sed -n 's|.*/items/../\([0-9a-f]*\)/clean.*|\1|p' | head -1)
as desk 0 assign "$A" reporter --item "$ITEM"
as desk 0 assign "$B" reporter
keep released
for who in desk two reporter analyst; do
	original=; case $who in desk | two) original=--original ;; esac
	as $who 0 open "$A" $original -o "$T/$who.before"
	as $who 0 open "$B" $original -o "$T/$who.kept"
done
still "$A" 'not erased'

as desk 0 erase "$A" --reason 'the source asked'
keep signed
as two 0 erase "$A" --reason 'the source asked'
keep erased
still "$A" 'erased, nobody has rotated'

# One after the other; each keeps a copy of the stage it leaves behind.
as two 0 rotate --finish
out_says 'no rotation is left'
as two 0 rotate
as two 0 rotate --finish
keep two
as reporter 0 rotate
keep reporter
as desk 0 rotate
keep desk
# Drops may be on their way to the desk: its old secret is there still.
as desk 0 -C "$T/kept/erased.copy" show "$B"
still "$A" 'the desk has not finished, the analyst not rotated'
as desk 0 rotate --finish
keep finished
still "$A" 'the analyst has not rotated'
expect 0 -C "$T/kept/released.copy" -i "$T/analyst.key" open "$A" -o "$T/last"
same "$T/last/001.txt" "$T/analyst.before/001.txt"
as analyst 0 rotate
keep all

gone "$A" 'all have rotated'
copies=$(find "$T/kept" -mindepth 1 -maxdepth 1 | wc -l)
[ "$copies" -ge 20 ] || fail "only $copies copies"
# With tipline itself, from every copy that has it, for everybody.
for copy in "$T"/kept/*; do
	git -C "$copy" rev-parse -q --verify "HEAD:submissions/${A:0:2}" \
		>/dev/null || continue
	for words in 'desk --original' 'two --original' 'analyst' \
	    "reporter --item $ITEM"; do
		who=${words%% *}
		# shellcheck disable=SC2086
		tl -C "$copy" -i "$T/$who.key" open "$A" ${words#"$who"} \
			-o "$T/never" >"$T/out" 2>"$T/err"
		got=$?
		[ $got -eq 4 ] || [ $got -eq 12 ] ||
			fail "$who opens it from $copy: exit $got"
		absent "$T/never"
	done
done

# The rest is as it was, for everybody, bit for bit.
for who in desk two reporter analyst; do
	original=; case $who in desk | two) original=--original ;; esac
	as $who 0 open "$B" $original -o "$T/$who.after"
	diff -r "$T/$who.kept" "$T/$who.after" >/dev/null ||
		fail "$who reads something else of what was kept"
done
as desk 0 open "$C" --original -o "$T/large"
same "$T/large.txt" "$T/large/001.original"
still "$B" 'what was not erased'
holds
git -C "$V" fsck --strict >"$T/out" 2>"$T/err" || fail 'git fsck'
