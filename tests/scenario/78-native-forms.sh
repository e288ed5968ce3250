#!/usr/bin/env bash
# Documents that keep their form: a name that stands wherever one can is gone
# from the redacted copy, the rest is there; and over many names of different
# lengths the copies are the same bytes.  WIDTH_NAMES says how many.
. "$(dirname "$0")/lib.sh"
K=$(dirname "$0")/native_samples.py

# Everything that can be reached is redacted; what cannot is refused.
mkdir -p "$T/in" "$T/made"
NAME='Żaneta Quillonska'
python3 "$K" make "$T/in" "$NAME" || fail 'the samples'
printf 'PERSON: %s\n' "$NAME" >"$T/list"
expect 0 redact "$T"/in/* --watchlist "$T/list" -o "$T/made"
python3 "$K" check "$T/in" "$T/made" "$NAME" >"$T/checked" ||
	{ cat "$T/checked"; fail 'the name, or what stood beside it'; }
note "$(tail -n 1 "$T/checked")"
if command -v xmllint >/dev/null; then
	for f in "$T"/made/*.{docx,xlsx,pptx,odt,ods,odp,odg,epub}; do
		mkdir "$T/x" && (cd "$T/x" && unzip -q "$f") || fail "$f"
		find "$T/x" \( -name '*.xml' -o -name '*.rels' -o \
			-name '*.xhtml' \) -print0 | xargs -0 xmllint --noout --nonet 2>"$T/err" || fail "$f"
		rm -rf "$T/x"
	done
	xmllint --noout "$T/made/s.svg" "$T/made/s.xml" || fail 'not well-formed'
fi

# The width of a mark carries nothing.
python3 "$K" names "${WIDTH_NAMES:-6}" >"$T/names"
mkdir "$T/wide"
python3 "$K" wide "$T/wide" "$T/names" || fail 'the samples of many names'
for d in "$T"/wide/*; do
	mkdir "$d.out"
	expect 0 -q redact "$d"/* --watchlist "$T/names" -o "$d.out"
	[ "$(ls "$d.out" | wc -l)" -eq "$(wc -l <"$T/names")" ] ||
		fail "${d##*/}: not all were made"
	n=$(sha256sum "$d.out"/* | cut -d' ' -f1 | sort -u | wc -l)
	[ "$n" -eq 1 ] || fail "${d##*/}: $n different copies"
done
note "$(wc -l <"$T/names") names, $(ls -d "$T"/wide/*.out | wc -l) formats"
