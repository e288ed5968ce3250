#!/usr/bin/env bash
# A full disk: a line that says so, exit 1, and the vault as it was before.
. "$(dirname "$0")/lib.sh"
[ "$(id -u)" -eq 0 ] || skip 'only root can mount a small disk'
mkdir "$T/disk"
mount -t tmpfs -o size=24m,mode=700 tipline "$T/disk" 2>/dev/null ||
	skip 'no small disk can be mounted here'
at_end() {
	umount "$T/disk" 2>/dev/null
}
V=$T/disk/vault
vault
head -c 2000000 /dev/urandom >"$T/ok.bin"
head -c 40000000 /dev/urandom >"$T/big.bin"
submit "$T/ok.bin"
KEEP=$ID
before=$(head_of)
free() { df --output=avail -k "$T/disk" | tail -1; }
had=$(free)

# Too large for what is left.
as desk 1 submit "$T/big.bin"
says 'is full'
[ "$(head_of)" = "$before" ] || fail 'an entry on a full disk'
[ "$(free)" -ge $((had - 256)) ] || fail 'the failed stage keeps its space'
holds

# Filled to the last bytes, at several points: either all is there or nothing.
for left in 512 128 64 32 16 8 4 0; do
	n=$(( $(free) - left ))
	[ $n -gt 0 ] && head -c ${n}k /dev/zero >"$T/disk/filler" 2>/dev/null
	before=$(head_of)
	head -c 100000 /dev/urandom >"$T/mid.bin"
	tl -C "$V" -i "$T/desk.key" --json submit "$T/mid.bin" >"$T/out" 2>"$T/err"
	got=$?
	rm -f "$T/disk/filler"
	case $got in
	0)	[ "$(head_of)" != "$before" ] || fail "$left KiB: told, not there"
		as desk 0 open "$(json submission)" --original -o "$T/o.$left"
		same "$T/mid.bin" "$T/o.$left/001.original" ;;
	1)	[ "$(head_of)" = "$before" ] || fail "$left KiB: there, not told"
		says 'is full' ;;
	*)	fail "$left KiB left: exit $got" ;;
	esac
	note "$left KiB left: exit $got"
	holds
done
as desk 0 submit "$T/ok.bin"

# Opening onto a full disk leaves no folder; nor does an outbox.
n=$(free)
head -c $((n - 300))k /dev/zero >"$T/disk/filler"
as desk 1 open "$KEEP" --original -o "$T/disk/opened"
absent "$T/disk/opened"
mkdir "$T/disk/box"
expect 1 -i "$T/intake.key" submit "$T/ok.bin" --to "$T/desk.card" \
	--outbox "$T/disk/box"
empty "$T/disk/box"
rm "$T/disk/filler"
as desk 0 open "$KEEP" --original -o "$T/disk/opened"
same "$T/ok.bin" "$T/disk/opened/001.original"
holds
