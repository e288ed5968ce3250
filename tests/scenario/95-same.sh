#!/usr/bin/env bash
# What comes twice, by whatever way, is told by `list` and `show` to the desk and
# to nobody else; so is what belongs to one thread.
. "$(dirname "$0")/lib.sh"
vault
umask 077
ids() { grep -o '"submission":"[0-9a-f]*"' "$T/out" | head -1 | cut -d'"' -f4; }
name_of() { as desk 0 --json show "$1"; sed -n 's/.*"name":"\([a-z-]*\)","received.*/\1/p' "$T/out" | head -1; }
printf 'the minutes of the meeting\n' >"$T/minutes.txt"
printf 'something else\n' >"$T/other.txt"
: >"$T/empty.txt"
cp "$T/minutes.txt" "$T/renamed.txt"

# By a drop, and by hand under another name: the desk is told when it takes.
mkdir "$T/outbox"
as intake 0 --json submit "$T/other.txt" "$T/minutes.txt" "$T/empty.txt"
A=$(ids)
expect 0 -i "$T/intake.key" --json submit "$T/renamed.txt" "$T/empty.txt" \
	--to "$T/desk.card" --outbox "$T/outbox" --channel usb
B=$(ids)
as desk 0 take "$T/outbox"
a=$(name_of "$A") b=$(name_of "$B")
as desk 0 list
out_says "item 1 is the same as $a item 2"
out_says "item 2 is the same as $b item 1"
[ "$(grep -c 'is the same as' "$T/out")" -eq 2 ] || fail 'an empty file is the same as another'
as desk 0 show "$B"
out_says "item 1 is the same as $a item 2"
as desk 0 --json list
python3 - "$T/out" "$A" "$B" <<'P' || fail 'the JSON is another'
import json, sys
rows = {j['submission']: j for j in map(json.loads, open(sys.argv[1]))}
a, b = rows[sys.argv[2]], rows[sys.argv[3]]
assert b['compared'] and b['same'][0]['number'] == 1, b
to = b['same'][0]['as'][0]
assert to['submission'] == sys.argv[2] and to['number'] == 2, b
assert a['same'][0]['as'][0]['item'] == b['same'][0]['item'], a
assert a['thread'] == [] and len(a['same']) == 1
P

# The same file as an attachment of a mail: found when it is examined.
python3 - "$T" <<'P'
import sys
from email.message import EmailMessage
T = sys.argv[1]
def mail(name, i, refs=(), file=None):
    e = EmailMessage()
    e['From'] = f'z{i}@example.org'
    e['Subject'] = f'mail {i}'
    e['Message-ID'] = f'<s{i}@example.org>'
    if refs:
        e['In-Reply-To'] = refs[-1]
        e['References'] = ' '.join(refs)
    e.set_content(f'text {i}\n')
    if file:
        e.add_attachment(open(f'{T}/{file}', 'rb').read(), maintype='application',
            subtype='octet-stream', filename='x.txt')
    open(f'{T}/{name}', 'wb').write(bytes(e))
mail('m1.eml', 1, file='minutes.txt')
mail('m2.eml', 2, ['<s1@example.org>'])
mail('m3.eml', 3, ['<s2@example.org>'])
mail('m4.eml', 4)
P
for i in 1 2 3 4; do
	as desk 0 --json import mail "$T/m$i.eml"
	eval "M$i=$(ids)"
done
as desk 0 examine "$M1"
m1=$(name_of "$M1") m2=$(name_of "$M2") m3=$(name_of "$M3")
as desk 0 show "$M1"
grep -q "is the same as .*$a item 2" "$T/out" || fail 'the attachment is not known'
as desk 0 list --all
grep "is the same as .*$m1 item" "$T/out" | grep -q 'item 1 is' || fail 'not from the other side'

# A thread: the third answers the second, which answers the first.
out_says "of one thread with $m2"
as desk 0 show "$M3"
out_says "of one thread with $m2"
as intake 0 submit "$T/other.txt" --message between
as desk 0 list --threads
python3 - "$T/out" "$m1" "$m2" "$m3" <<'P' || fail 'a thread does not stand together'
import sys
rows = [l.split()[0] for l in open(sys.argv[1]) if not l.startswith(' ')]
at = [rows.index(n) for n in sys.argv[2:]]
assert at == [at[2] + 2, at[2] + 1, at[2]], (rows, at)
P
as desk 0 list --threads --page 1

# The same mail again: told, and not taken; as a file it is taken, and known.
as desk 0 import mail "$T/m4.eml"
says 'it is not taken again'
says '1 mail came before'
as desk 0 --json list --all
was=$(wc -l <"$T/out")
as intake 0 import mail "$T/m4.eml"	# who may not know takes it
as desk 0 submit "$T/m4.eml"
as desk 0 --json list --all
[ "$(wc -l <"$T/out")" -eq $((was + 2)) ] || fail 'something was lost'

# Nobody else is told, and who holds the vault learns nothing from it.
for who in reporter two auditor; do
	as $who 0 --json list --all
	[ $who = two ] || out_lacks '"same"'
done
as two 0 list --all
grep -c 'is the same as' "$T/out" | grep -qv '^0$' || fail 'the other desk member is not told'
sum=$(b2sum -l 256 "$T/minutes.txt" | cut -d' ' -f1)
! grep -rqi "$sum" "$V" || fail 'a sum without a key'
git -C "$V" log --format=%B | grep -q 'Event: compare' || fail 'no entry'

# An erased one is not named.
as desk 0 list --all
grep -q "is the same as .*$a item 2" "$T/out" || fail 'it is not known before'
as desk 0 erase "$A" --reason public
as two 0 erase "$A" --reason public
as desk 0 list --all
! grep -q "same as .*$a" "$T/out" || fail 'an erased one is named'
as desk 0 show "$B"
out_lacks "$a"
as auditor 0 audit
