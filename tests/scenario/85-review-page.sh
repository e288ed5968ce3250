#!/usr/bin/env bash
# The page of a review on its own: its words in three languages, what keys and
# pointer do in a real browser, what is told when something goes wrong, and that
# axe-core finds nothing in any state of it.
. "$(dirname "$0")/lib.sh"

readelf -d "$LIBEXEC/tipline-redact" | grep -q 'NEEDED.*asan' &&
	skip 'nothing here is compiled: once is enough'

/usr/bin/python3 "$ROOT/tests/web/test_words.py" || fail 'the words of the page'

# The browser wants a home of its own; axe-core is kept in the person's.
export XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache}
export HOME=$T
/usr/bin/python3 "$ROOT/tests/web/test_page.py"
case $? in
0) ;;
77) skip 'no browser to drive' ;;
*) fail 'the page does not do what it should' ;;
esac
