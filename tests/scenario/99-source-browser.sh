#!/usr/bin/env bash
# A source at the page with a real browser that runs no script: a message and
# files, the code name, an answer, a large file in parts, and a connection that
# breaks and is gone on with.  TIPLINE_UPLOAD_MB=300 for a file of that size.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"

readelf -d "$LIBEXEC/tipline-redact" | grep -q 'NEEDED.*asan' &&
	skip 'the page is asked under sanitizers by 95-page.sh, without a browser'

vault
cat "$T/desk.card" "$T/two.card" >"$T/to"
mkdir "$T/advice"
printf 'We read on weekdays.\n\n- Ask for <Jane>.\n' >"$T/advice/advice.en.txt"
page_up --name 'The Harbour Post' --advice "$T/advice"

# The browser wants a home of its own; axe-core is kept in the person's.
export XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache}
export HOME=$T
/usr/bin/python3 "$ROOT/tests/source/test_serve.py" "$TIPLINE_BUILD" "$T" \
	"$SOCK" ${TIPLINE_SHOTS:+--shots "$TIPLINE_SHOTS"}
case $? in
0) ;;
77) skip 'no browser to drive' ;;
*) fail "a source was not served: $(cat "$T/said")" ;;
esac
page_down
quiet
holds
