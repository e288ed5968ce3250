#!/usr/bin/env bash
# The planted files: strip and redact leave none of the secrets behind.
. "$(dirname "$0")/lib.sh"
P=$ROOT/../shared/corpus/planted
CHECK=$ROOT/../shared/check/planted_check.py
[ -d "$P" ] && [ -r "$CHECK" ] || skip 'no ../shared/corpus/planted'

# The five formats, and the secrets of each kind that count here.
mkdir "$T/five"
cp -r "$P"/docx "$P"/img "$P"/canary "$P"/keep "$P"/pdf "$T/five"
rm -f "$T"/five/img/*.svg
head -1 "$P/LABELS.tsv" >"$T/labels"
grep -vE '^other/|\.svg' "$P/LABELS.tsv" | tail -n +2 >>"$T/labels"
cp "$T/labels" "$T/five/LABELS.tsv"

run() {	# run VERB WORDS: over every file, folder by folder
	local d out=$1
	shift
	for d in docx img canary keep pdf; do
		mkdir -p "$out/$d"
		tl "$@" "$T/five/$d"/* -o "$out/$d" >"$T/log" 2>&1 ||
			[ $? -eq 5 ] || { cat "$T/log"; fail "tipline $1 on $d"; }
	done
}

run "$T/stripped" strip
grep -v '^pdf/' "$T/labels" >"$T/five/LABELS.tsv"
python3 "$CHECK" "$T/five" "$T/stripped" --kinds meta,canary,keep >"$T/out" ||
	fail 'a planted secret was left by strip'
grep -q 'MISSING' "$T/out" && fail 'a planted file was not cleaned'

# Every secret on one list; the three width files each with its own.
cp "$T/labels" "$T/five/LABELS.tsv"
tail -n +2 "$T/labels" | awk -F'\t' '$2 == "term" || $2 == "meta" { print $4 }
	$2 == "width" { n = split($4, a, "|"); for (i = 1; i <= n; i++) print a[i] }' \
	>"$T/list"
run "$T/redacted" redact --watchlist "$T/list"
python3 "$CHECK" "$T/five" "$T/redacted" >"$T/out" ||
	fail 'a planted secret was left by redact'
awk -F'\t' 'NR > 1 && $5 != 0' "$T/out" | grep -q . &&
	fail 'a planted file was not redacted'
note "$(tr '\t\n' ' ;' <"$T/out")"
