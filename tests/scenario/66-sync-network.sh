#!/usr/bin/env bash
# Over HTTP on loopback, with and without a password; over ssh through an sshd
# of our own.  Large objects go to a Git LFS server.
. "$(dirname "$0")/lib.sh"
command -v git-lfs >/dev/null || skip 'the package git-lfs is missing'
[ -x "$(git --exec-path)/git-http-backend" ] || skip 'git has no http-backend'
cd "$T" || fail "$T"
export HOME=$T/home
mkdir -p "$HOME" "$T/srv"
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
git() { command git -c safe.directory='*' -c core.hooksPath=/dev/null "$@"; }

serve() {	# serve NAME [LOGIN]: its port in $PORT
	local name=$1
	shift
	python3 "$ROOT/tests/scenario/remote_server.py" "$T/srv" "$T/port-$name" \
		"$@" >"$T/log-$name" 2>&1 &
	for _ in $(seq 200); do [ -s "$T/port-$name" ] && break; sleep 0.05; done
	PORT=$(cat "$T/port-$name") || fail 'the server does not start'
}

vault
head -c 200000 /dev/urandom >"$T/large"
head -c 500 /dev/urandom >"$T/small"
submit "$T/large" "$T/small"
git init -q --bare -b main "$T/srv/one.git"
serve open
URL=http://127.0.0.1:$PORT/one.git
as desk 0 sync "$URL"
out_says '7 sent'
grep -q 'PUT /one.git/objects/' "$T/log-open" || fail 'no large object was sent'
expect 0 clone "$URL" "$T/two"
V1=$V
V=$T/two
holds
as two 0 open "$ID" --original -o "$T/o"
same "$T/large" "$T/o/001.original"
as two 0 submit "$T/large"
as two 0 sync "$URL"
out_says '1 sent'
V=$V1
submit "$T/small"
as desk 0 sync "$URL"
out_says '1 fetched, 1 sent, 1 signed again'
# What the server has is not sent again, what we have is not fetched again.
: >"$T/log-open"
submit "$T/small"
as desk 0 sync "$URL"
! grep -q 'objects/[0-9a-f]\{64\}' "$T/log-open" || fail 'a large object again'
# A server that lost one says so, and it is told.
sum=$(find "$T/srv/one.git/lfs/objects" -type f | head -1)
mv "$sum" "$T/kept"
expect 1 clone "$URL" "$T/three"
says 'large objects'
absent "$T/three"
mv "$T/kept" "$sum"

# A password: from a credential helper, or a clear line; never shown.
git init -q --bare -b main "$T/srv/two.git"
serve locked desk s3cret-word
URL=http://127.0.0.1:$PORT/two.git
as desk 1 sync "$URL"
says 'set up a credential helper'
as desk 1 sync "http://desk:wrong-word@127.0.0.1:$PORT/two.git"
! grep -q wrong-word "$T/err" || fail 'a password in an error line'
printf '[credential]\n\thelper = "!f() { echo username=desk; echo password=s3cret-word; }; f"\n' \
	>"$HOME/.gitconfig"
as desk 0 sync "$URL"
out_says 'sent'
rm -f "$HOME/.gitconfig"
as desk 0 --json sync "http://desk:s3cret-word@127.0.0.1:$PORT/two.git"
! grep -rq s3cret-word "$T/out" "$V/remotes" || fail 'a password in the answer'

# ssh: an sshd of our own, on loopback, with keys for this run alone.  Large
# objects: git-lfs asks the server for their place (git-lfs-authenticate).
sshd=$(command -v sshd || ls /usr/sbin/sshd 2>/dev/null)
if [ -z "$sshd" ] || { [ "$(id -u)" -eq 0 ] && [ ! -d /run/sshd ] &&
    ! mkdir -p /run/sshd 2>/dev/null; }; then
	skip 'the package openssh-server is missing: ssh was not tried'
fi
ssh-keygen -q -t ed25519 -N '' -f "$T/host" && ssh-keygen -q -t ed25519 -N '' \
	-f "$T/user" || fail 'ssh-keygen'
mkdir -p "$T/bin"
cat >"$T/bin/git-lfs-authenticate" <<S
#!/bin/sh
echo '{"href":"http://127.0.0.1:$(cat "$T/port-open")/three.git/info/lfs"}'
S
chmod +x "$T/bin/git-lfs-authenticate"
printf 'command="PATH=%s:$PATH HOME=%s sh -c \\"$SSH_ORIGINAL_COMMAND\\"" %s\n' \
	"$T/bin" "$HOME" "$(cat "$T/user.pub")" >"$T/authorized"
SSHPORT=$(python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
cat >"$T/sshd_config" <<S
Port $SSHPORT
ListenAddress 127.0.0.1
HostKey $T/host
AuthorizedKeysFile $T/authorized
PidFile $T/sshd.pid
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
S
"$sshd" -D -f "$T/sshd_config" -E "$T/log-ssh" &
for _ in $(seq 100); do [ -s "$T/sshd.pid" ] && break; sleep 0.05; done
printf '[127.0.0.1]:%s %s\n' "$SSHPORT" "$(cut -d' ' -f1,2 "$T/host.pub")" \
	>"$T/known"
export GIT_SSH_COMMAND="ssh -F none -i $T/user -o IdentitiesOnly=yes \
-o UserKnownHostsFile=$T/known -o BatchMode=yes"
git init -q --bare -b main "$T/srv/three.git"
git -C "$T/srv/three.git" config receive.denyNonFastForwards true
ME=$(id -un)
printf '[safe]\n\tdirectory = *\n' >"$HOME/.gitconfig"
URL=ssh://$ME@127.0.0.1:$SSHPORT$T/srv/three.git
as desk 0 sync "$URL"
out_says 'sent'
expect 0 clone "$URL" "$T/four"
V=$T/four
holds
as two 0 submit "$T/large"
as two 0 sync "$URL"
V=$V1
as desk 0 sync "$URL"
out_says '1 fetched'
holds
# The scp form; another host key is refused.
expect 0 clone "$URL" "$T/five"
ssh-keygen -q -t ed25519 -N '' -f "$T/other"
printf '[127.0.0.1]:%s %s\n' "$SSHPORT" "$(cut -d' ' -f1,2 "$T/other.pub")" \
	>"$T/known"
as desk 1 sync "$URL"
says 'git cannot look into'
