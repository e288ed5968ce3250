#!/usr/bin/env bash
# A large file goes in and comes out bit for bit, every process under 64 MiB.
# TIPLINE_LARGE_MIB is its size; 3072 before a release, 300 in daily runs.
. "$(dirname "$0")/lib.sh"
MIB=${TIPLINE_LARGE_MIB:-300}
LIMIT_KIB=65536
nm "$LIBEXEC/tipline-vault" 2>/dev/null | grep -q __asan_init &&
	LIMIT_KIB=1048576	# the sanitizer's own shadow
need=$((MIB * 3 + 200))
[ "$(df --output=avail -m "$T" | tail -1)" -gt $need ] ||
	skip "needs $need MiB in $T"
vault
head -c "${MIB}M" /dev/urandom >"$T/large"

# measured NAME WORDS: run it and watch the peak of every process of ours.
measured() {
	local name=$1 pid p peak
	shift
	: >"$T/peaks"
	"$TIPLINE" "$@" >"$T/out" 2>"$T/err" &
	pid=$!
	while kill -0 $pid 2>/dev/null; do
		for p in $pid $(pgrep -P $pid); do
			awk -v p="$p" '/^Name:/ { n = $2 } /^VmHWM:/ {
				print p, n, $2 }' "/proc/$p/status" \
				2>/dev/null >>"$T/peaks"
		done
		sleep 0.02
	done
	wait $pid || fail "$name"
	sort -k1,1n -k3,3nr "$T/peaks" | awk '$1 != last { print $2, $3; last = $1 }' \
		>"$T/highest"
	while read -r p peak; do
		note "$name: $p peaks at $peak KiB"
		[ "$peak" -lt $LIMIT_KIB ] || fail "$p needs $peak KiB"
	done <"$T/highest"
	[ "$(wc -l <"$T/highest")" -ge 2 ] || fail 'the walls were not seen'
}

measured submit -C "$V" -i "$T/desk.key" --json submit "$T/large"
ID=$(json submission)
sum=$(sha256sum <"$T/large")
mkdir "$T/box"
rm "$T/large"
measured open -C "$V" -i "$T/two.key" open "$ID" --original -o "$T/opened"
[ "$(sha256sum <"$T/opened/001.original")" = "$sum" ] || fail 'not bit for bit'
measured drop -i "$T/intake.key" --json submit "$T/opened/001.original" \
	--to "$T/desk.card" --outbox "$T/box"
ID=$(json submission)
rm -r "$T/opened"
measured take -C "$V" -i "$T/desk.key" take "$T/box"
measured open -C "$V" -i "$T/desk.key" open "$ID" --original -o "$T/opened"
[ "$(sha256sum <"$T/opened/001.original")" = "$sum" ] ||
	fail 'not bit for bit through a drop'
measured audit -C "$V" audit
out_says 'the history holds'
