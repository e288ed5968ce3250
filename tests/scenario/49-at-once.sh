#!/usr/bin/env bash
# Two people release at once, or one releases while another changes the plan:
# what comes of it is whole, in order, and by plans that were signed.
. "$(dirname "$0")/lib.sh"

vault --clock second
for i in 1 2 3 4 5 6; do
	printf 'Number %s. Write to person%s@example.org today.\n' "$i" "$i" >"$T/$i.txt"
done
submit "$T"/[1-6].txt
as desk 0 examine "$ID"
as desk 0 find "$ID"
as desk 0 review "$ID" --accept-all
as two 0 approve "$ID"

# one WHO WORDS: in the background; its exit code in $T/WHO.code.
one() {
	local who=$1
	shift
	{
		"$TIPLINE" -C "$V" -i "$T/$who.key" "$@" >"$T/$who.out" 2>"$T/$who.err"
		echo $? >"$T/$who.code"
	} &
}
code() { cat "$T/$1.code"; }
# releases: how many there are; each must be whole.
releases() {
	local names n
	names=$(git -C "$V" ls-tree -r --name-only main)
	n=$(grep -c '/releases/' <<<"$names")
	for i in $(seq "$n"); do
		[ "$(grep -c "/release\.$i\." <<<"$names")" = 6 ] &&
			grep -q "/releases/$i\." <<<"$names" &&
			grep -q "/entities/$i\." <<<"$names" ||
			fail "release $i is not whole"
	done
	echo "$n"
}

note "two at once"
done=0
for round in 1 2; do
	one desk release "$ID" --to analyst
	one two release "$ID" --to analyst
	wait
	for who in desk two; do
		case $(code $who) in
		0) done=$((done + 1)) ;;
		11) grep -q 'released .* meanwhile\|another' "$T/$who.err" || fail "$who was refused: $(cat "$T/$who.err")" ;;
		*) fail "$who: exit $(code $who): $(cat "$T/$who.err")" ;;
		esac
	done
	[ "$(releases)" = $done ] || fail "$(releases) releases, and $done were told"
done
[ $done -ge 2 ] || fail "$done releases in two rounds"
holds
as analyst 0 open "$ID" -o "$T/got"
[ "$(ls "$T/got" | wc -l)" = 8 ] || fail 'the release that is opened is not whole'

note "while the plan changes"
for round in 1 2; do
	as desk 0 review "$ID" --accept-all
	as two 0 approve "$ID"
	one desk release "$ID" --to analyst
	one two review "$ID" --accept-all
	wait
	[ "$(code two)" = 0 ] || [ "$(code two)" = 11 ] || fail "review: $(cat "$T/two.err")"
	case $(code desk) in
	0) done=$((done + 1)) ;;
	4 | 11) ;;
	*) fail "release: exit $(code desk): $(cat "$T/desk.err")" ;;
	esac
	[ "$(releases)" = $done ] || fail "$(releases) releases, and $done were told"
done
# The audit asks that each was signed by two people when it was made.
holds

note "two withdraw at once"
one desk recall "$ID" --release 1
one two recall "$ID" --release 1
wait
[ "$(($(code desk) + $(code two)))" = 1 ] || fail "exits $(code desk) and $(code two)"
[ "$(git -C "$V" ls-tree -r --name-only main | grep -c /recalls/)" = 1 ] || fail 'withdrawn once'
holds
