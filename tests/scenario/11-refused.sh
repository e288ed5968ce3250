#!/usr/bin/env bash
# Bad input gets a named refusal with the next step; nothing is half-written.
. "$(dirname "$0")/lib.sh"
vault
printf 'a tip\n' >"$T/tip.txt"
submit "$T/tip.txt"
before=$(head_of)

# unchanged: no entry, nothing staged, and the history holds.
unchanged() {
	[ "$(head_of)" = "$before" ] || fail 'a refused call made an entry'
	find "$V" -name '*stag*' -type f | grep -q . &&
		fail "a stage was left: $(find "$V" -name '*stag*')"
	holds
}

# The dispatcher.
expect 2 lst; says 'did you mean list'
expect 2; says 'verb is missing'
expect 2 -C "$V" list --frob; says 'list'
expect 0 --version
expect 0 open --help; out_says '-o DIR'

# No vault, or none there.
expect 10 list; says 'TIPLINE_VAULT'
expect 10 -C "$T/nowhere" list
expect 10 -C "$T" list
expect 10 -C "$T/tip.txt" audit
mkdir "$T/hollow"; git init -q --bare "$T/hollow"
expect 10 -C "$T/hollow" list
as desk 1 init "$V"
unchanged

# Keys: none named, none there, a wrong passphrase, another's, a readable one.
expect 2 -C "$V" submit "$T/tip.txt"; says 'TIPLINE_KEY'
expect 1 -C "$V" -i "$T/nokey" submit "$T/tip.txt"; says 'key new'
locked alone
expect 4 -C "$V" -i "$T/alone.key" submit "$T/tip.txt"; says 'member add'
"$TIPLINE" -C "$V" -i "$T/alone.key" --passphrase-fd 9 list 9<<<'wrong horse' \
	>"$T/out" 2>"$T/err"
[ $? -eq 12 ] || fail 'a wrong passphrase is exit 12'
says 'passphrase'
# The wrong path is told before a passphrase is read.
"$TIPLINE" -C "$T/nowhere" -i "$T/alone.key" --passphrase-fd 9 list \
	9<<<'wrong horse' >"$T/out" 2>"$T/err"
[ $? -eq 10 ] || fail 'no vault comes before a wrong passphrase'
cp "$T/desk.key" "$T/open.key"; chmod 644 "$T/open.key"
expect 4 -C "$V" -i "$T/open.key" submit "$T/tip.txt"
head -c 40 "$T/desk.key" >"$T/cut.key"; chmod 600 "$T/cut.key"
expect 1 -C "$V" -i "$T/cut.key" submit "$T/tip.txt"
unchanged

# Files: not there, a folder, not readable, and one bad among good.
as desk 1 submit "$T/missing"; says 'no such file'
as desk 2 submit "$T/hollow"; says 'is a folder; name its files'
as desk 2 submit "$T/tip.txt" "$T/hollow"
as desk 1 submit "$T/tip.txt" "$T/missing"
if [ "$(id -u)" -ne 0 ]; then
	cp "$T/tip.txt" "$T/locked.txt"; chmod 0 "$T/locked.txt"
	as desk 1 submit "$T/locked.txt"; says 'permissions'
else
	note 'root reads everything: the unreadable file is not tried'
fi
as desk 2 submit
as desk 2 submit - -
as desk 2 submit "$T/tip.txt" --outbox "$T"; says 'go together'
as desk 2 submit "$T/tip.txt" --channel ''
as desk 2 submit "$T/tip.txt" --channel $'a\nb'
as desk 2 submit --message $'\xff'
as auditor 4 submit "$T/tip.txt"
unchanged

# Submissions and members that are not there.
as desk 1 show 00000000000000000000000000000000
as desk 1 open babab-babab -o "$T/none"
as desk 2 show abc
as desk 2 show '../../etc'
as desk 1 assign "$ID" nobody
absent "$T/none"

# A card with one wrong character, in every place.
card=$(cat "$T/alone.card")
for i in 0 5 8 9 40 100 200 $((${#card} - 1)); do
	c=${card:i:1}
	[ "$c" = q ] && d=p || d=q
	bad=${card:0:i}$d${card:i+1}
	printf '%s\n' "$bad" >"$T/bad.card"
	as desk 1 member add "$T/bad.card" --role reporter --name x
done
as desk 1 member add "$T/tip.txt" --role reporter --name x
as desk 1 member add "$T/hollow" --role reporter --name x
as desk 1 member add "$T/missing.card" --role reporter --name x
head -c 100000 /dev/zero >"$T/zeros"
as desk 1 member add "$T/zeros" --role reporter --name x
as desk 1 submit "$T/tip.txt" --to "$T/bad.card" --outbox "$T"
says 'line 1'
[ -z "$(ls -d "$T"/*.drop* 2>/dev/null)" ] || fail 'a refused drop was left'
unchanged

# The worst names: 255 bytes with line ends, right-to-left marks, escapes.
mkdir "$T/names"
start=$'a\n\e[31m\e]0;x\a\u202etxt\u200b\xff\t"\\'
n=$(printf '%s' "$start" | wc -c)
long=$start$(head -c $((255 - n)) /dev/zero | tr '\0' 'n')
printf 'worst\n' >"$T/names/$long"
printf 'dash\n' >"$T/names/-rf"
(cd "$T/names" && tl -C "$V" -i "$T/desk.key" --json submit "$long" -- -rf \
	>"$T/out" 2>"$T/err") || fail 'the worst names are not taken'
ID=$(json submission)
before=$(head_of)
for words in "show $ID" "open $ID --original -o $T/worst" list log; do
	as desk 0 $words
	if LC_ALL=C grep -q -P '[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80\xae|\xe2\x80\x8b' \
	    "$T/out" "$T/err"; then
		fail "a raw control character came from: $words"
	fi
done
as desk 0 show "$ID"
out_says 'a\n\x1b[31m\x1b]0;x\x07\u202etxt\u200b\xff\t'
grep -q -F 'a\n\x1b[31m' "$T/worst/manifest.txt" || fail 'manifest.txt'
[ "$(wc -l <"$T/worst/manifest.txt")" -eq 5 ] || fail 'a name broke a line'
[ "$(ls "$T/worst" | tr '\n' ' ')" = '001.original 002.original manifest.txt ' ] ||
	fail 'unsafe names were written'
as desk 0 --json show "$ID"
python3 -c 'import json, sys
v = json.load(open(sys.argv[1]))
n = v["items"][0]["name"]
assert n.startswith("a\n\x1b[31m\x1b]0;x\x07\u202etxt\u200b\ufffd\t\"\\"), repr(n)' \
	"$T/out" || fail 'the name as JSON'
expect 10 -C "$T/names/$long" list
LC_ALL=C grep -q -P '\x1b' "$T/err" && fail 'an error line moves the cursor'
unchanged
