#!/usr/bin/env bash
# What others could write to, and what changes what git shows, is refused by
# name with a next step; the audit still runs and lists all of it.
. "$(dirname "$0")/lib.sh"
vault
head -c 100000 /dev/urandom >"$T/file"
submit "$T/file"
cp -a "$V" "$T/whole"
again() {
	chmod -R u+rwX "$V"
	rm -rf "$V"
	cp -a "$T/whole" "$V"
}

# refused NAME: every verb says it in one line; the audit lists it.
refused() {
	expect 3 -C "$V" list
	says "$1"
	grep -q -e 'tipline repair' -e 'chmod -R' -e 'clone of your own' "$T/err" ||
		fail "no next step for $1"
	expect 3 -C "$V" -i "$T/desk.key" submit "$T/file"
	expect 3 -C "$V" audit
	out_says "$1"
	[ "$(head -1 "$T/out" | cut -d' ' -f1)" = 1 ] ||
		fail "not one finding: $(head -1 "$T/out")"
	again
}

for f in commondir shallow info/grafts objects/info/alternates \
    objects/info/http-alternates refs/replace config.worktree; do
	mkdir -p "$(dirname "$V/$f")"
	echo x >"$V/$f"
	refused "the vault has $f"
done
printf '[core]\n\tfsmonitor = /bin/true\n' >>"$V/config"
refused 'config has settings'
rm "$V/config"
refused 'config cannot be read'
mkdir "$V/hooks"
printf '#!/bin/sh\n' >"$V/hooks/post-update"
chmod +x "$V/hooks/post-update"
refused 'hooks/post-update'
echo 'ref: refs/heads/other' >"$V/HEAD"
refused "the vault's HEAD"
chmod g+w "$V/objects"
refused 'others may write to objects'
chmod o+w "$V"
refused 'others may write to the folder'
chmod g+w "$V/refs/heads/main"
refused 'others may write to refs/heads/main'
for f in HEAD objects/a0 refs/heads packed-refs lfs/objects; do
	rm -rf "$T/elsewhere"
	mkdir "$T/elsewhere"
	if [ -e "$V/$f" ]; then
		mv "$V/$f" "$T/elsewhere/x"
	else
		echo >"$T/elsewhere/x"
	fi
	ln -s "$T/elsewhere/x" "$V/$f"
	expect 3 -C "$V" list
	expect 3 -C "$V" audit
	out_says "$f of the vault is a symbolic link"
	again
done
# All of it at once is listed at once.
echo x >"$V/shallow"
echo x >"$V/HEAD"
chmod g+w "$V/objects"
expect 3 -C "$V" audit
head -1 "$T/out" | grep -q '^3 findings' || fail 'not three findings'
again

if [ "$(id -u)" -eq 0 ]; then
	chown -R 12345 "$V"
	expect 3 -C "$V" list
	says 'belongs to another user (12345)'
	again
	# What is root's is fine for all who may only read it.
	chmod 755 "$T"
	if command -v setpriv >/dev/null &&
	    setpriv --reuid 12345 --clear-groups test -x "$TIPLINE"; then
		setpriv --reuid 12345 --regid 12345 --clear-groups \
			"$TIPLINE" -C "$V" audit >"$T/out" 2>"$T/err" ||
			fail "another user cannot audit root's vault"
		out_says 'the history holds'
	fi
else
	note 'not root: owners are not changed'
fi

# A loose umask makes no loose vault.
(umask 002; rm -rf "$V"; vault && submit "$T/file" && holds) || exit 1
[ -z "$(find "$V" ! -type l -perm /022)" ] || fail 'others may write to it'

# No vault at all is still no vault.
mkdir "$T/none"
expect 10 -C "$T/none" audit
