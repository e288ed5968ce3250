#!/usr/bin/env bash
# links.sh -- prove from the built programs what docs/design.md claims: which
# libraries and symbols each one has, and that includes run one way.
# usage: links.sh BUILD_FOLDER
set -uo pipefail
cd "$(dirname "$0")/.."
build=${1:?usage: links.sh BUILD_FOLDER}
bin=$build/bin
walls=$build/libexec/tipline
fails=0

bad() {
	echo "links: $*" >&2
	fails=$((fails + 1))
}

program() {
	case $1 in tipline | tipline-source) echo "$bin/$1" ;; *) echo "$walls/$1" ;; esac
}

workers="tipline-worker tipline-worker-media tipline-worker-ocr"
programs="tipline tipline-vault tipline-intake tipline-redact tipline-keeper
	tipline-store tipline-web tipline-import tipline-coverdrop tipline-letterbox
	tipline-source
	$workers"

sanitized=0
readelf -d "$bin/tipline" | grep -q 'NEEDED.*asan' && sanitized=1

# --- libraries: exactly these (the C library, its loader and the sanitizers
# apart), and the ones that must be there are there.
libraries() {	# libraries PROGRAM ALLOWED...
	local file name allowed found
	file=$(program "$1")
	shift
	[ -x "$file" ] || { bad "$file was not built"; return; }
	found=$(readelf -d "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\.so.*\]/\1/p')
	for name in $found; do
		case "$name" in
		libc | ld-linux* | libm | libgcc_s) continue ;;
		libasan | libubsan | libclang_rt.asan*) [ $sanitized = 1 ] && continue ;;
		esac
		for allowed in "$@"; do
			[ "$name" = "$allowed" ] && continue 2
		done
		bad "$(basename "$file") links $name"
	done
	for allowed in "$@"; do
		grep -qx "$allowed" <<<"$found" ||
			bad "$(basename "$file") does not link $allowed: the list is stale"
	done
}

libraries tipline
libraries tipline-vault libsodium libcrypto
libraries tipline-intake libsodium libcrypto
libraries tipline-web libmicrohttpd libseccomp
libraries tipline-import libjansson libarchive libz libicuuc libseccomp
libraries tipline-coverdrop libsodium libseccomp
libraries tipline-keeper libsodium libseccomp libgfshare
libraries tipline-letterbox libsodium libseccomp
libraries tipline-source libsodium
libraries tipline-store libgit2 libcrypto libsodium libseccomp
libraries tipline-worker libseccomp libmagic \
	libcairo libfontconfig libfreetype \
	libjpeg libpng16 libtiff libwebp libwebpdemux libde265 libdav1d \
	libpoppler-glib libqpdf libz libglib-2.0 libgobject-2.0 \
	libarchive libexpat libgumbo libxml2 libicuuc libicui18n \
	libFLAC libogg
libraries tipline-worker-media libseccomp libmagic libavformat libavcodec libswresample \
	libavutil libogg
libraries tipline-worker-ocr libseccomp libmagic \
	libcairo libfontconfig libfreetype libjpeg libpng16 libtiff libwebp libwebpdemux \
	libexpat libpoppler-glib libqpdf libz libglib-2.0 libgobject-2.0 \
	libtesseract liblept libgomp libzbar libdmtx
libraries tipline-redact libsodium libcrypto libicuuc libjansson

# --- symbols that a program asks a library for
imports() {	# imports PROGRAM PATTERN: those that match, one a line
	nm -D --undefined-only "$(program "$1")" |
		sed 's/.* [Uw] //; s/@.*//' | grep -E "$2"
}

only_in() {	# only_in "OWNER..." PATTERN: imported by the owners, by nobody else
	local owners=" $1 " pattern=$2 p
	for p in $programs; do
		if imports "$p" "$pattern" >/dev/null; then
			[[ $owners = *" $p "* ]] || bad "$p imports $(imports \
				"$p" "$pattern" | tr '\n' ' ')(only$owners may)"
		elif [[ $owners = *" $p "* ]]; then
			bad "$p does not import $pattern: the rule is stale"
		fi
	done
}

# Three programs open what is sealed: a member's keys, a source's, and a
# journalist's that come from CoverDrop; and what a source has on a machine of
# its own opens what is that source's.
openers="tipline-keeper tipline-letterbox"
only_in "$openers tipline-coverdrop tipline-source" '^crypto_box_seal_open$'
only_in tipline-coverdrop '^crypto_box_open_easy_afternm$'
only_in "$openers" '^crypto_secretstream_xchacha20poly1305_(init_)?pull$'
only_in "$openers tipline-source" '^crypto_(pwhash|secretbox_open)'
only_in tipline-keeper '^crypto_sign_(detached|seed_keypair|ed25519_detached)$'
only_in "tipline-letterbox tipline-source" '^crypto_kdf_'
only_in tipline-keeper '^gfshare_'
only_in tipline-store '^git_'
# HTTP is spoken through this library, in this program alone.
only_in tipline-web '^MHD_'
only_in tipline-worker-media '^(avformat|av_read|avio)_'
only_in "tipline-worker tipline-worker-ocr" '^(poppler|cairo|jpeg|png|qpdf|XML)_'
only_in tipline-worker '^(gumbo_|xmlCtxt)'
only_in "tipline-worker tipline-import" '^archive_'
only_in tipline-worker-ocr '^(TessBaseAPI|zbar_|dmtx|pix[A-Z])'

never() {	# never PROGRAM PATTERN WHY
	imports "$1" "$2" >/dev/null &&
		bad "$1 imports $(imports "$1" "$2" | tr '\n' ' '): $3"
	return 0
}
network='^(socket|connect|bind|listen|accept4?|getaddrinfo|gethostbyname)$'
for p in $programs; do
	# A source's own program goes to tor's port, and asks nobody for a name.
	[ $sanitized = 1 ] || [ $p = tipline-intake ] || [ $p = tipline-source ] ||
		[ $p = tipline-import ] ||
		never "$p" "$network" "no program here opens a socket"
	[ $sanitized = 1 ] ||
		never "$p" '^(system|popen|gets|strcpy|sprintf)$' "not in this house"
done
for p in tipline-keeper tipline-letterbox tipline-store tipline-web tipline-import \
	tipline-coverdrop $workers; do
	[ $sanitized = 1 ] || never "$p" '^(execv|execve|execvp|posix_spawn)' \
		"a wall starts nothing"
done
[ $sanitized = 1 ] || never tipline-source \
	'^(bind|listen|accept4?|getaddrinfo|gethostby.*|res_.*|exec.*|fork|posix_spawn)$' \
	"it goes to one place, and starts nothing"
never tipline-store '^crypto_(box|secretbox|secretstream|pwhash)' \
	"the store verifies and holds no key"
for p in tipline-web tipline-import $workers; do
	never "$p" '^(crypto_|sodium_|git_)' "a worker has nothing to steal"
done
# The page's own socket is made here, accepted from in the wall alone.
[ $sanitized = 1 ] || never tipline-intake \
	'^(connect|accept4?|recv|recvfrom|getaddrinfo|gethostbyname)$' \
	"it makes a socket that listens on this machine, and no connection"
# Of a socket that mail programs hand mails to, accepted from in this wall.
[ $sanitized = 1 ] || never tipline-import \
	'^(socket|connect|bind|listen|accept|getaddrinfo|gethostbyname)$' \
	"it accepts on what it is given, and opens no socket"
# What the libraries of these programs could do with a network stays unused: no
# part of libcurl, which libtesseract brings in, is called by our code.
never tipline-worker-ocr '^(curl_|TessBaseAPIProcessPage|dbus_|XOpenDisplay)' \
	"it reads what it is given"

# --- how they are built
for p in $programs; do
	f=$(program "$p")
	readelf -h "$f" | grep -q 'Type:.*DYN' || bad "$p is not position independent"
	headers=$(readelf -lWd "$f")
	grep -q GNU_RELRO <<<"$headers" || bad "$p has no RELRO"
	grep -q 'BIND_NOW\|Flags:.*NOW' <<<"$headers" || bad "$p binds lazily"
	grep -q 'GNU_STACK.*RWE' <<<"$headers" && bad "$p has an executable stack"
	[ "$p" = tipline ] || imports "$p" '^__stack_chk_fail$' >/dev/null ||
		bad "$p has no stack protector"
done

# --- includes: written from the root, one way, no circles
python3 - <<'PY' || fails=$((fails + 1))
import os, re, sys
house = {'vault': 0, 'intake': 1, 'redact': 2}
edges, bad = {}, []
for top in house:
    for d, _, files in os.walk(top):
        for f in files:
            if not f.endswith(('.c', '.h')):
                continue
            path = os.path.join(d, f)
            if d == top and f != 'main.c':
                bad.append(f'{path}: only main.c lies directly in {top}/')
            for line in open(path, encoding='utf-8'):
                m = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                if not m:
                    continue
                to = m.group(1)
                if not os.path.exists(to):
                    bad.append(f'{path}: "{to}" is not written from the root')
                    continue
                if house[to.split('/')[0]] > house[top]:
                    bad.append(f'{path} includes upward: {to}')
                edges.setdefault(path, set()).add(to)
def room(p):
    return os.path.dirname(p)
rooms = {}
for a, tos in edges.items():
    if os.path.basename(a) == 'main.c':
        continue        # a program's main may enter several rooms
    for b in tos:
        if room(a) != room(b):
            rooms.setdefault(room(a), set()).add(room(b))
def circle(graph):
    state, stack = {}, []
    def visit(n):
        state[n] = 1
        stack.append(n)
        for m in sorted(graph.get(n, ())):
            if state.get(m) == 1:
                return stack[stack.index(m):] + [m]
            if m not in state:
                found = visit(m)
                if found:
                    return found
        stack.pop()
        state[n] = 2
    for n in sorted(graph):
        if n not in state:
            found = visit(n)
            if found:
                return found
for name, graph in (('rooms', rooms), ('headers', edges)):
    found = circle(graph)
    if found:
        bad.append(f'a circle of {name}: ' + ' -> '.join(found))
for a in rooms.get('vault/base', ()):
    bad.append(f'vault/base includes {a}')
for a, tos in rooms.items():
    if 'vault/keep' in tos:
        bad.append(f'{a} includes vault/keep')
    if 'vault/store' in tos and a != 'vault/audit':
        bad.append(f'{a} includes vault/store')
    dirty = ('intake/worker', 'intake/format', 'intake/web/wall',
        'intake/foreign/wall', 'intake/foreign/keys',
        'intake/letterbox/wall')
    if a == 'intake/cover/source':
        tos = tos - {'intake/letterbox/wall'}   # it has its own code name
    if not a.startswith(dirty):
        bad += [f'{a} includes {to}' for to in tos if to.startswith(dirty)]
for line in bad:
    print('links: ' + line, file=sys.stderr)
sys.exit(1 if bad else 0)
PY

# --- docs/limits.md names limits that exist
for name in $(grep -oE '`[A-Z][A-Z_]+`' docs/limits.md | tr -d '`' | sort -u); do
	grep -rqE "#define $name\b" vault intake redact --include=*.h --include=*.c ||
		bad "docs/limits.md names $name, which the source does not"
done

if [ $fails -gt 0 ]; then
	echo "links: $fails rules are broken" >&2
	exit 1
fi
echo "links: every program has what it may have, and no more"
