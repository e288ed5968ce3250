# page_lib.sh -- what the scenarios of `tipline serve` share; source lib.sh
# first.  Folders $T/state, $T/outbox, $T/replies; the socket is $SOCK.
SOCK=$T/run/page
SOURCE=$ROOT/tests/scenario/page_source.py
mkdir -m 700 "$T/state" "$T/run"
mkdir "$T/outbox" "$T/replies"

# page_up OPTIONS: start the service with the key intake.key, sealed to $T/to;
# its pid is $page.  PAGE_UNDER: a command that it runs under.
page_up() {
	: >"$T/ready"
	${PAGE_UNDER:-} "$TIPLINE" -i "$T/intake.key" --json serve --to "$T/to" \
		--outbox "$T/outbox" --state "$T/state" --replies "$T/replies" \
		--socket "$SOCK" "$@" >"$T/ready" 2>"$T/said" &
	page=$!
	local i
	for i in $(seq 200); do
		[ -s "$T/ready" ] && return
		kill -0 $page 2>/dev/null || break
		sleep 0.05
	done
	fail "the page is not ready: $(cat "$T/said")"
}

# page_down: it ends well, says nothing, and leaves nothing half made.
page_down() {
	kill -TERM $page
	wait $page || fail "the page ended with $?: $(cat "$T/said")"
	absent "$SOCK"
	[ -z "$(ls "$T/outbox" | grep -v '\.drop$')" ] ||
		fail "half made in the outbox: $(ls "$T/outbox")"
}

# quiet: nothing was said about anybody.
quiet() {
	[ ! -s "$T/said" ] || fail "said: $(cat "$T/said")"
}

# source_does STEPS: a source at the page; what it saw is in $T/out.  With a
# file called VISIT the visit goes on from call to call.
source_does() {
	python3 "$SOURCE" "$SOCK" "$@" >"$T/out" 2>"$T/err" ||
		fail "a source: $*"
}

drops() { ls "$T/outbox" | grep -c '\.drop$'; }

# children: the pids of what the service started; child NAME: of that program.
children() { cat /proc/$page/task/*/children; }
child() {
	local p
	for p in $(children); do
		[ "$(readlink "/proc/$p/exe")" = "$LIBEXEC/$1" ] && echo "$p"
	done
}
