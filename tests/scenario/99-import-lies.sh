#!/usr/bin/env bash
# A wall that was taken over says what it likes: it gets nothing in that is not
# whole, opens no file but the export's, and breaks nothing on the clean side.
. "$(dirname "$0")/lib.sh"
vault
umask 077
mkdir -p "$T/tree/bin" "$T/tree/libexec/tipline"
cp "$TIPLINE" "$T/tree/bin/"
for p in vault keeper store intake; do
	cp "$LIBEXEC/tipline-$p" "$T/tree/libexec/tipline/"
done
WALL=$T/tree/libexec/tipline/tipline-import
cat >"$WALL" <<P
#!/usr/bin/python3
import os, struct, sys
T = "$T"
P
cat >>"$WALL" <<'P'
SUB, FACT, ITEM, DATA, END, REF, DONE, WHOLE, RANGE, ENTRY, LEFT = (
    2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13)
def frame(kind, body=b''):
    os.write(3, struct.pack('>II', kind, len(body)) + body)
def field(b):
    return struct.pack('>I', len(b)) + b
def sub(n=3): frame(SUB, struct.pack('>I', n))
def item(name=b'x', what=1): frame(ITEM, bytes([what]) + field(name))
def done(): frame(DONE, struct.pack('>I', 0))
def entry(n=0, size=9): frame(ENTRY, struct.pack('>IQ', n, size) + field(b'a.gpg'))
lie = open(T + '/lie').read().strip()
frame(1)
if sys.argv[1] == 'gzip':
    if lie == 'gzip-none': sub(); frame(WHOLE); done()
    if lie == 'gzip-two':
        sub()
        for _ in range(2): item(); frame(DATA, b'd'); frame(END)
        frame(WHOLE); done()
    if lie == 'gzip-open': sub(); item(); frame(DATA, b'd'); done()
    sys.exit(0)
if lie == 'entry': sub(); entry(); frame(WHOLE); done()
if lie == 'range': sub(); frame(RANGE, struct.pack('>QQ', 0, 9) + field(b'x')); frame(WHOLE); done()
if lie == 'many': sub(1); item(); frame(END); item(); frame(END); frame(WHOLE); done()
if lie == 'nested': sub(); sub(); done()
if lie == 'data': sub(); frame(DATA, b'd'); done()
if lie == 'unended': sub(); item(); frame(DATA, b'd'); frame(WHOLE); done()
if lie == 'why': sub(); frame(LEFT, bytes([9]) + field(b'x')); frame(WHOLE); done()
if lie == 'why0': sub(); frame(LEFT, bytes([0]) + field(b'x')); frame(WHOLE); done()
if lie == 'fact': sub(); frame(FACT, bytes([99]) + field(b'x')); frame(WHOLE); done()
if lie == 'what': sub(); item(what=7); frame(END); frame(WHOLE); done()
if lie == 'name': sub(); item(b'a\0b'); frame(END); frame(WHOLE); done()
if lie == 'long': sub(); item(b'a' * 5000); frame(END); frame(WHOLE); done()
if lie == 'end': sub(); item(); frame(DATA, b'd')
if lie == 'huge': os.write(3, struct.pack('>II', DATA, 1 << 30))
if lie == 'unknown': frame(77)
if lie == 'items': sub(1 << 30); done()
if lie == 'path':
    sub(); frame(REF, field(b'../desk.key') + field(b'k'))
    frame(REF, field(T.encode() + b'/desk.key') + field(b'k'))
    item(); frame(DATA, b'd'); frame(END); frame(WHOLE); done()
P
chmod +x "$WALL"
mkdir "$T/in"
printf '\x1f\x8b' >"$T/in/1-a-doc.gz"
echo '{}' >"$T/export.json"
TIPLINE=$T/tree/bin/tipline
before=$(head_of)
for lie in entry range many nested data unended why why0 fact what name long \
    end huge unknown items; do
	echo $lie >"$T/lie"
	for kind in telegram globaleaks; do
		expect 1 -C "$V" -i "$T/intake.key" import $kind "$T/export.json"
	done
done
for lie in gzip-none gzip-two gzip-open; do
	echo $lie >"$T/lie"
	expect 1 -C "$V" -i "$T/intake.key" import securedrop "$T/in"
done
[ "$(head_of)" = "$before" ] || fail 'a lie came in'
echo path >"$T/lie"
expect 5 -C "$V" -i "$T/intake.key" --json import telegram "$T/export.json"
as desk 0 open "$(json submission)" --original -o "$T/o"
[ "$(ls "$T/o" | grep -c original)" -eq 1 ] || fail 'a file outside came in'
holds
