#!/usr/bin/env bash
# What a source typed and sent does not stay in the memory of the page's
# processes: when the answer is there and the connection ended, neither the code
# name nor content is found in it any more.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/page_lib.sh"
[ "$(id -u)" -eq 0 ] || skip 'only root may read this memory'
readelf -d "$TIPLINE" | grep -q 'NEEDED.*asan' && skip 'a sanitizer keeps what is freed'
key desk
key intake
cp "$T/desk.card" "$T/to"
page_up --floor 0
dd if="/proc/$page/mem" bs=1 count=0 status=none 2>"$T/err" ||
	skip 'this machine lets nobody read memory'

# search TEXT...: each place that one of them is found at.
search() {
	python3 - "$page $(children)" "$@" >"$T/out" <<'END'
import os, re, sys
found = searched = 0
for pid in sys.argv[1].split():
	name = os.path.basename(os.readlink(f"/proc/{pid}/exe"))
	with open(f"/proc/{pid}/maps") as maps:
		places = [m.groups() for m in map(re.compile(
			r"(\w+)-(\w+) rw\S* \S+ \S+ \S+ *(.*)").match, maps) if m]
	with open(f"/proc/{pid}/mem", "rb", 0) as mem:
		for begin, end, what in places:
			begin, end = int(begin, 16), int(end, 16)
			try:
				mem.seek(begin)
				data = mem.read(end - begin)
			except OSError:
				continue	# of sodium_malloc: no access
			searched += len(data)
			for text in sys.argv[2:]:
				n = data.count(text.encode())
				if n > 0:
					print(f"{name}: {what or 'mapped'}: "
						f"{n} times {text}")
				found += n
print(f"{searched >> 20} MiB searched, {found} found")
sys.exit(found != 0 or searched == 0)
END
}

# nothing_of TEXT...: none is found, as soon as the connections have ended.
nothing_of() {
	local i
	for i in $(seq 20); do
		if search "$@"; then
			cat "$T/out"
			return
		fi
		sleep 0.25
	done
	fail 'it remains in memory'
}

MARK=CONTENT-THAT-IS-SECRET
yes "$MARK" | tr -d '\n' | head -c 3000000 >"$T/file"
export VISIT=$T/visit
source_does begin words="$T/words"
words=$(cat "$T/words")
first=${words%% *}
set -- "$words" "${words// /+}" "${words// /%20}" "<span>$first</span>"
nothing_of "$@"
source_does send message="$MARK" file="$T/file"
out_says 'send 200'
source_does leave
source_does enter "$words"
out_says 'enter 200'
source_does box now
nothing_of "$@" "$MARK"
source_does break 2000000 file="$T/file"
nothing_of "$@" "$MARK"
page_down
quiet
