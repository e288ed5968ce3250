#!/usr/bin/env bash
# What an audit says beside its verdict: what is overdue, and the page.
. "$(dirname "$0")/lib.sh"

command -v tidy >/dev/null || skip 'tidy is not installed'

vault --clock second --erasers 2 --retain-days 0
printf 'seen\n' >"$T/a.txt"
submit "$T/a.txt"
first=$ID
submit "$T/a.txt"
second=$ID

# page FILE: it is made, valid, and has nothing that runs or loads.
page() {
	rm -f "$1"
	expect "${2:-0}" -C "$V" audit --html "$1"
	tidy -e -q "$1" >"$T/tidy" 2>&1 || fail "not valid: $(cat "$T/tidy")"
	[ ! -s "$T/tidy" ] || fail "not valid: $(cat "$T/tidy")"
	python3 - "$1" <<'P' || fail "the page $1"
import html.parser, sys
text = open(sys.argv[1], encoding='utf-8').read()
class P(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        assert tag not in ('script', 'img', 'iframe', 'object', 'embed',
                           'link', 'form', 'svg', 'audio', 'video', 'base',
                           'a'), tag
        for name, value in attrs:
            assert not name.startswith('on'), name
            assert name not in ('src', 'href', 'style', 'action'), name
    def handle_decl(self, decl):
        assert decl.lower() == 'doctype html', decl
P().feed(text)
for word in ('url(', '@import', 'http:', 'https:'):
    assert word not in text, word
assert "default-src 'none'" in text
P
}

# --- nothing is overdue, and the page says who did what.
page "$T/page.html"
out_says 'the history holds'
grep -q 'The history holds' "$T/page.html" || fail 'no verdict'
grep -q 'Nothing is overdue' "$T/page.html" || fail 'something is overdue'
[ "$(grep -c '<article' "$T/page.html")" -eq 2 ] || fail 'two time lines'
for word in "s-$first" "s-$second" '<b>desk</b> brought it in' 'made the vault' \
    'added a member' 'nothing proves them'; do
	grep -q -F -e "$word" "$T/page.html" || fail "the page lacks $word"
done
expect 0 -C "$V" audit --html -
grep -q '^<!DOCTYPE html>' "$T/out" || fail 'the page on stdout'
! grep -q '^the history' "$T/out" || fail 'only the page on stdout'
expect 1 -C "$V" audit --html "$T/page.html"; says 'page.html'

# --- hostile words stay words: in labels, and in reasons that all may read.
evil='</p><script>x()</script><b onload="y">&amp;'
as desk 0 member name two "$evil"
as desk 0 erase "$first" --reason "$evil"
as desk 0 erase "$second" --hold --reason '"><img src=x> held'
page "$T/evil.html"
out_says '1 thing is overdue'
out_says '1 of the 2 signatures'
! grep -q -e '<script' -e '<img' -e 'onload="y"' "$T/evil.html" || fail 'it broke out'
grep -q -F '&lt;script&gt;' "$T/evil.html" || fail 'the words are shown'
grep -q 'erasing, 1 of 2' "$T/evil.html" || fail 'no mark of the erasure'
grep -q '>held<' "$T/evil.html" || fail 'no mark of the hold'
expect 0 -C "$V" audit --html - --no-labels
out_lacks '&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;&lt;b onload'"</b>"
out_lacks '<b>desk</b>'

# --- overdue is counted apart from what is broken, and each for its reason.
as two 0 erase "$first" --reason agreed
expect 0 -C "$V" --json audit
[ "$(json findings)" = 0 ] || fail 'a finding'
[ "$(json overdue)" = 1 ] || fail "overdue: $(json overdue)"
grep -q '"weight":"overdue","rule":"rotation"' "$T/out" || fail 'who has not rotated'
expect 0 -C "$V" audit; out_says '2 members'
as desk 0 rotate
expect 0 -C "$V" audit; out_says '1 member who'
as two 0 rotate
holds; out_lacks 'overdue'
page "$T/erased.html"
grep -q '>erased<' "$T/erased.html" || fail 'no mark that it is erased'

# --- retention: the older they are.
rm -rf "$V"
expect 0 -i "$T/desk.key" init "$V" --name desk --retain-days 10
"$TIPLINE_BUILD/tests/generate" -i "$T/desk.key" -n 4 -d 30 "$V" ||
	fail 'no vault'
holds; out_lacks 'overdue'	# old, but new: nobody has looked at them
as desk 0 examine
expect 0 -C "$V" audit
out_says 'things are overdue'
out_says 'the policy keeps submissions for 10'
old=$(expect 0 -C "$V" --json audit; grep -c '"rule":"retain-days"' "$T/out")
[ "$old" -eq 3 ] || fail "$old are older than ten days, not 3"
oldest=$(expect 0 -C "$V" --json list; tail -1 "$T/out" |
	grep -o '"submission":"[0-9a-f]*"' | cut -d'"' -f4)
as desk 0 erase "$oldest" --hold --reason 'a court asked'
[ "$(expect 0 -C "$V" --json audit; json overdue)" = 2 ] ||
	fail 'what is held is not due'

# --- a broken vault has its page, too, with what is wrong with it: whatever of
# it cannot be read.
for eighth in 1 2 3 4 5 6 7; do
	rm -rf "$T/broken"
	cp -r "$V" "$T/broken"
	python3 - "$T/broken" $eighth <<'P' || fail 'cannot damage it'
import glob, os, sys
for f in glob.glob(sys.argv[1] + '/objects/pack/*.pack'):
    os.chmod(f, 0o600)
    data = bytearray(open(f, 'rb').read())
    data[len(data) * int(sys.argv[2]) // 8] ^= 1
    open(f, 'wb').write(data)
P
	V=$T/broken page "$T/broken.html" 3
	grep -q 'Do not trust this vault' "$T/broken.html" || fail 'it is trusted'
	grep -q '<li class="bad">' "$T/broken.html" || fail 'no finding'
done
