#!/usr/bin/env bash
# An installed tree runs from any place, also after it was moved.
. "$(dirname "$0")/lib.sh"
command -v cmake >/dev/null || skip 'no cmake'
cmake --install "$TIPLINE_BUILD" --prefix "$T/one" >"$T/out" 2>"$T/err" ||
	fail 'cmake --install'
for p in vault intake redact keeper store worker letterbox; do
	[ -x "$T/one/libexec/tipline/tipline-$p" ] || fail "no tipline-$p"
done
[ -s "$T/one/share/man/man1/tipline.1" ] || fail 'no manual page'
# The units name the programs where they were installed.
for u in tipline-serve.service tipline-watch@.service; do
	grep -q "^ExecStart=$T/one/bin/tipline " "$T/one/lib/systemd/system/$u" ||
		fail "$u does not name $T/one/bin/tipline"
done
[ -s "$T/one/lib/systemd/system/tipline-serve.socket" ] || fail 'no socket'
[ -s "$T/one/share/doc/tipline/torrc" ] || fail 'no torrc'
mv "$T/one" "$T/two"
TIPLINE=$T/two/bin/tipline
key me
expect 0 -i "$T/me.key" init "$T/v"
expect 0 -C "$T/v" -i "$T/me.key" submit "$ROOT/docs/samples/tip.txt"
expect 0 -C "$T/v" -i "$T/me.key" examine
# By a link from elsewhere, and found along PATH.
ln -s "$T/two/bin/tipline" "$T/tipline"
TIPLINE=$T/tipline
expect 0 -C "$T/v" audit
(cd / && PATH=$T/two/bin:$PATH tipline -C "$T/v" list) >"$T/out" 2>"$T/err" ||
	fail 'not found along PATH'
# The source's page speaks its languages from there too.
. "$ROOT/tests/scenario/page_lib.sh"
cp "$T/me.key" "$T/intake.key"
cp "$T/me.card" "$T/to"
page_up
python3 - "$SOCK" <<'PY' || fail 'the page does not speak French'
import sys
sys.path.insert(0, "tests/scenario")
from page_source import Source
home = Source(sys.argv[1]).get("/?l=fr")
assert home.status == 200 and '<html lang="fr"' in home.text, home.text[:300]
assert "Recevoir un nom de code" in home.text and "?l=pl" in home.text
PY
page_down
