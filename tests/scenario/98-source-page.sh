#!/usr/bin/env bash
# The source's page on its own: its words in three languages and in two that
# nobody speaks, valid HTML, what a reader without scripts and without a mouse
# meets, and that axe-core finds nothing.
. "$(dirname "$0")/lib.sh"

readelf -d "$LIBEXEC/tipline-redact" | grep -q 'NEEDED.*asan' &&
	skip 'test_view and fuzz_view look at the memory of it'

command -v xgettext >/dev/null || skip 'gettext is not installed'
/usr/bin/python3 "$ROOT/tests/source/test_words.py" ||
	fail 'the words of the page'

# The browser wants a home of its own; axe-core is kept in the person's.
export XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache}
export HOME=$T
/usr/bin/python3 "$ROOT/tests/source/test_pages.py" "$TIPLINE_BUILD"
case $? in
0) ;;
77) skip 'no browser to drive' ;;
*) fail 'the pages are not what they should be' ;;
esac
