#!/usr/bin/env bash
# A watched folder: what is whole is taken, once; what is not waits.
. "$(dirname "$0")/lib.sh"
vault
W=$T/spool
D=$T/done
mkdir "$W" "$D" "$T/out.box"

watch() {	# watch EXIT WORDS
	local want=$1
	shift
	as intake "$want" --json watch "$W" --once --settle 0 "$@"
}
ids() { sed 's/.*"submission":"\([0-9a-f]*\)".*/\1/' "$T/out"; }
count() { expect 0 -C "$V" --json list --all; grep -c submission "$T/out"; }

as intake 2 watch "$W"
says 'what becomes of files'
as intake 2 watch "$W" --wipe --move "$D"
as intake 1 watch "$T/nowhere" --wipe
as reporter 4 watch "$W" --wipe --once
empty "$W/.tipline"

# A file, a folder, names that say nothing good; links stay.
printf 'scan one\n' >"$W/scan 1.txt"
mkdir -p "$W/stick/deep"
printf 'a\n' >"$W/stick/a.txt"
printf 'b\n' >"$W/stick/deep/b.txt"
printf 'x\n' >"$W"/$'odd\n\e[31mname'
printf 'half' >"$W/coming.pdf.part"
printf 'hidden' >"$W/.hidden"
ln -s /etc/passwd "$W/link"
mkfifo "$W/pipe"
mkdir "$W/empty"
sleep 60 8>>"$W/open.txt" &
writer=$!
timeout 60 "$TIPLINE" -C "$V" -i "$T/intake.key" --json watch "$W" --settle 0 \
	--wipe >"$T/told" 2>"$T/said" &
pid=$!
told() {	# told N: until N submissions were told, and no more
	local i
	for i in $(seq 100); do
		[ "$(wc -l <"$T/told")" -ge "$1" ] && break
		sleep 0.1
	done
	sleep 0.2
	[ "$(wc -l <"$T/told")" -eq "$1" ] ||
		fail "not $1 told: $(cat "$T/told" "$T/said")"
}
told 3
grep -q 'left where they are' "$T/said" || fail 'nobody hears of the link'
[ "$(ls -A "$W" | sort | tr '\n' ' ')" = \
	'.hidden .tipline coming.pdf.part empty link open.txt pipe ' ] ||
	fail "in the folder: $(ls -A "$W")"
empty "$W/.tipline"
# Two cannot watch one folder.
as intake 11 watch "$W" --wipe --once
says 'watched already'
# Finished, it comes; and what was open for writing does when it is closed.
mv "$W/coming.pdf.part" "$W/coming.txt"
told 4
[ -e "$W/open.txt" ] || fail 'taken while somebody writes'
kill $writer
told 5
kill $pid
wait $pid || fail "watch ended with $?"
absent "$W/coming.txt" "$W/open.txt"
[ "$(count)" -eq 5 ] || fail 'not five in the vault'

# The names below a folder are kept, sealed; nothing of them is in clear.
expect 0 -C "$V" -i "$T/desk.key" list
stick=
for id in $(expect 0 -C "$V" --json list; ids); do
	as desk 0 show "$id"
	grep -q 'stick/deep/b.txt' "$T/out" && stick=$id
done
[ -n "$stick" ] || fail 'no submission has the folder'
as desk 0 open "$stick" --original -o "$T/o"
[ "$(cat "$T"/o/00*.original | sort | tr -d '\n')" = ab ] || fail 'contents'
! grep -rq 'stick' "$V" || fail 'a name in clear'

# OnionShare's folders: each arrival is one, with its message.
rm -r "$W/empty" "$W/link" "$W/pipe" "$W/.hidden"
mkdir -p "$W/2026-11-20/140311987654" "$W/2026-11-20/150000"
printf 'doc\n' >"$W/2026-11-20/140311987654/doc.txt"
printf 'please read\n' >"$W/2026-11-20/140311987654-message.txt"
printf 'pic\n' >"$W/2026-11-20/150000/pic.txt"
printf 'only words\n' >"$W/2026-11-20/160000-message.txt"
watch 0 --move "$D" --channel onionshare
[ "$(wc -l <"$T/out")" -eq 3 ] || fail 'not three arrivals'
first=$(ids | head -1)
last=$(ids | tail -1)
as desk 0 show "$first"
out_says 'sent: 2026-11-20 14:03:11'
out_says 'channel: onionshare'
out_says 'doc.txt'
out_lacks '140311'
out_says 'please read'
as desk 0 show "$last"
out_says 'only words'
[ "$(ls "$D" | wc -l)" -eq 3 ] || fail 'they were not moved'
grep -rq 'please read' "$D" || fail 'what was moved is not there'

rmdir "$W/2026-11-20"	# OnionShare's own, and empty

# Into an outbox; a failure leaves all in the queue, and the next run has it.
printf 'one\n' >"$W/one.txt"
printf 'two\n' >"$W/two.txt"
chmod 500 "$T/out.box"
if [ "$(id -u)" -ne 0 ]; then
	expect 1 -i "$T/intake.key" watch "$W" --once --settle 0 --wipe \
		--to "$T/desk.card" --outbox "$T/out.box"
	says 'stays in'
fi
chmod 700 "$T/out.box"
expect 1 -i "$T/intake.key" watch "$W" --once --settle 0 --wipe \
	--to "$T/desk.card" --outbox "$T/nobox"
says 'no such outbox'
[ "$(ls "$W/.tipline" | wc -l)" -eq 2 ] || fail 'the queue lost something'
expect 0 -i "$T/intake.key" --json watch "$W" --once --settle 0 --wipe \
	--to "$T/desk.card" --outbox "$T/out.box"
[ "$(ls "$T/out.box" | wc -l)" -eq 2 ] || fail 'not two drops'
as desk 0 take "$T/out.box"
[ "$(count)" -eq 10 ] || fail 'not ten in the vault'
empty "$W/.tipline"

# Killed at any system call, and carried off in between: each comes once.
points=${TIPLINE_WATCH_KILLS:-10}
trip=$TIPLINE_BUILD/tests/trip
kills=0
for to in vault outbox; do
	was=$(count)
	words=(-C "$V")
	[ $to = outbox ] && words=(--to "$T/desk.card" --outbox "$T/out.box")
	run=("$TIPLINE" -i "$T/intake.key" watch "$W" --once --settle 0 --wipe
		"${words[@]}")
	for i in $(seq 0 "$points"); do
		mkdir "$W/case$i"
		head -c 70000 /dev/urandom >"$W/case$i/large"
		printf '%s\n' "$i" >"$W/case$i/small"
		if [ "$i" -eq 0 ]; then
			"$trip" count "$T/calls" "${run[@]}" >/dev/null 2>&1
			[ $? -eq 125 ] && skip 'nothing can be traced here'
			continue
		fi
		"$trip" kill $(($(cat "$T/calls") * i / (points + 1))) \
			"${run[@]}" >/dev/null 2>&1
		[ $? -eq 137 ] && kills=$((kills + 1))
		[ $((i % 2)) -eq 0 ] && [ $to = outbox ] &&
			as desk 0 take "$T/out.box"
	done
	expect 0 -i "$T/intake.key" watch "$W" --once --settle 0 --wipe \
		"${words[@]}"
	[ $to = vault ] || as desk 0 take "$T/out.box"
	[ "$(count)" -eq $((was + points + 1)) ] ||
		fail "$to: $(($(count) - was)) of $((points + 1)) came in"
	[ "$(ls -A "$W")" = .tipline ] || fail "left: $(ls -AR "$W" | head -20)"
	empty "$W/.tipline"
done
[ $kills -ge "$points" ] || fail "only $kills runs were killed"
note "killed $kills times: nothing is lost, nothing comes twice"
holds
