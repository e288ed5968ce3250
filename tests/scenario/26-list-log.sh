#!/usr/bin/env bash
# What is there and what was done: list by pages, log by filters.
. "$(dirname "$0")/lib.sh"

vault --clock second
echo seen >"$T/a.txt"
submit "$T/a.txt"
first=$ID
as desk 0 assign "$first" reporter --original
"$TIPLINE_BUILD/tests/generate" -i "$T/desk.key" -n 1 "$V" 2>"$T/err" &&
	fail 'the generator fills only vaults without submissions'

# --- log: every filter alone, and together; entries are numbered from 1.
entries() {
	expect 0 -C "$V" --json log "$@"
	python3 -c 'import json, sys
print(" ".join(str(json.loads(l)["entry"]) for l in open(sys.argv[1])))' "$T/out"
}
is() {	# is WANT WORDS: these entries, newest first
	local want=$1 got
	shift
	got=$(entries "$@")
	[ "$got" = "$want" ] || fail "log $*: '$got', not '$want'"
}
is '8 7 6 5 4 3 2 1'
is '7' --event submit
is '8 7' --event submit,assign
is '6 5 4 3 2' --event member-add
is '8 7' --submission "$first"
is '7' --submission "$first" --event submit
is '8 7 6 5 4 3 2 1' --member desk
is '' --member reporter
is '8 7' -n 2
is '4 3' --until 4 -n 2
is '5 4 3' --since 3 --until 5
is '' --since 9
is '' --since 5 --until 4
today=$(date -u +%F)
is '8 7 6 5 4 3 2 1' --until "$today"
is '' --until 2001-01-01
is '8 7 6 5 4 3 2 1' --since 2001-01-01
is '' --since 2100-01-01
t7=$(expect 0 -C "$V" --json log --event submit; json time)
case $(entries --since "$t7" --until "$t7") in *7*) ;; *) fail "7 is at $t7" ;; esac
expect 0 -C "$V" log --event assign
out_says 'assign  by desk'
expect 2 -C "$V" log --since 2026-02-30; says 'neither'
expect 2 -C "$V" log --since; says 'takes a value'
expect 2 -C "$V" log -n 0; says 'number'
expect 2 -C "$V" log --event 'a b'; says 'commas'
expect 1 -C "$V" log --submission babab-babab; says 'no submission'
expect 2 -C "$V" log all; says 'takes no all'

# --- list: 50 on a page, none left out, none twice, newest first.
rm -rf "$V"
expect 0 -i "$T/desk.key" init "$V"
"$TIPLINE_BUILD/tests/generate" -i "$T/desk.key" -n 120 -b 7 -d 30 "$V" ||
	fail 'no vault to list'
holds
for page in 1 2 3; do
	as desk 0 --json list --page $page
	cat "$T/out" >>"$T/pages"
	wc -l <"$T/out" >>"$T/counts"
done
[ "$(tr '\n' ' ' <"$T/counts")" = '50 50 20 ' ] ||
	fail "pages of $(tr '\n' ' ' <"$T/counts")"
as desk 0 --json list --all
same "$T/out" "$T/pages"
python3 - "$T/out" <<'P' || fail 'the list'
import json, sys
rows = [json.loads(l) for l in open(sys.argv[1])]
assert len({r['submission'] for r in rows}) == 120, 'one is there twice'
when = [r['received'] for r in rows]
assert when == sorted(when, reverse=True), when
assert {r['channel'] for r in rows} == {'bench'}, 'the key reads all of them'
assert {r['state'] for r in rows} == {'new'}
P
as desk 0 list
says '--page 2'
as desk 0 list --page 3
! grep -q -- '--page' "$T/err" || fail 'there is no page behind the last'
as desk 0 list --page 9; says 'no submissions on this page'
expect 2 -C "$V" list --page 0; says 'from 1 on'
expect 2 -C "$V" list --page 1x; says 'from 1 on'

# What is done to one of them shows, wherever it stands.
id=$(python3 -c 'import json, sys
print(json.loads(open(sys.argv[1]).readlines()[-1])["submission"])' "$T/pages")
as desk 0 erase "$id" --hold --reason 'a court asked'
as desk 0 list --page 3
grep "^.* $id .* held" "$T/out" >/dev/null || fail 'the oldest is not held'
as desk 0 --json list --page 3
grep -F "$id" "$T/out" | grep -q '"held":true' || fail 'held, in JSON'
holds
