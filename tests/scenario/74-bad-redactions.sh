#!/usr/bin/env bash
# 74-bad-redactions.sh -- inspect tells redactions that hide nothing: boxes over
# live words and pictures, white or clear or tiny words, what is cut off, boxes
# that are remarks; and says nothing of what only looks like it.
. "$(dirname "$0")/lib.sh"

mkdir "$T/pdfs"
python3 "$ROOT/tests/intake/redactions.py" "$T/pdfs" || fail 'the samples cannot be made'
found=0 missed=0 false=0 quiet=0
for f in "$T"/pdfs/*.pdf; do
	tl inspect "$f" >"$T/out" 2>"$T/err" || fail "inspect ${f##*/}: $(cat "$T/err")"
	if grep -qE 'hidden mark +(hidden-text|covered-text|covered-picture):' "$T/out"; then
		case $f in
		*/bad-*) found=$((found + 1)) ;;
		*) false=$((false + 1)); note "said of a good one: ${f##*/}" ;;
		esac
	else
		case $f in
		*/bad-*) missed=$((missed + 1)); note "missed: ${f##*/}" ;;
		*) quiet=$((quiet + 1)) ;;
		esac
	fi
done
note "bad: $found found, $missed missed; good: $quiet quiet, $false said"
note "recall $((found * 100 / (found + missed))) %, precision $((found * 100 / (found + false))) %"
[ $((found + missed)) -ge 40 ] && [ $((quiet + false)) -ge 40 ] || fail 'too few samples'
[ $((found * 100)) -ge $(((found + missed) * 95)) ] || fail 'bad redactions are missed'
[ $((found * 100)) -ge $(((found + false) * 90)) ] || fail 'good files are called bad'
