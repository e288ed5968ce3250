#!/usr/bin/env bash
# Stock tools read the vault: git log, fsck, verify-commit, lfs, clone.
. "$(dirname "$0")/lib.sh"
command -v git >/dev/null || skip 'no git'
vault
head -c 300000 /dev/urandom >"$T/large"
head -c 300 /dev/urandom >"$T/small"
submit "$T/large" "$T/small"
as desk 0 assign "$ID" reporter

git() { command git -c safe.directory='*' "$@"; }
git -C "$V" fsck --strict --full >"$T/out" 2>&1 || fail 'git fsck --strict'
[ "$(git -C "$V" symbolic-ref HEAD)" = refs/heads/main ] || fail HEAD
[ "$(git -C "$V" log --format=%s main | head -1 | cut -d: -f1)" = assign ] ||
	fail 'subjects'
git -C "$V" log --format='%ad' --date=format:%H:%M:%S main | sort -u |
	grep -q -x '00:00:00' || fail 'times are rounded to the day'
[ "$(git -C "$V" log --format='%ad' --date=format:%H:%M:%S main | sort -u |
	wc -l)" -eq 1 ] || fail 'a time tells the hour'
git -C "$V" show main:allowed_signers >"$T/signers"
for c in $(git -C "$V" rev-list main); do
	git -C "$V" -c gpg.format=ssh -c gpg.ssh.allowedSignersFile="$T/signers" \
		verify-commit "$c" >"$T/out" 2>&1 || fail "git verify-commit $c"
done
note "$(git -C "$V" rev-list --count main) entries verified by git"
# Only ever added: no path goes, none changes, but allowed_signers grows.
git -C "$V" log --format= --name-status main | grep -v -e '^A' -e '^$' |
	grep -v -x -P 'M\tallowed_signers' | grep -q . &&
	fail 'an entry changed or removed a path'

if command git lfs version >/dev/null 2>&1; then
	git -C "$V" lfs fsck main >"$T/out" 2>&1 || fail 'git lfs fsck'
	[ "$(git -C "$V" lfs ls-files main | wc -l)" -eq 1 ] || fail 'lfs ls-files'
	git init -q --bare -b main "$T/remote"
	git -C "$V" push -q "file://$T/remote" main >"$T/out" 2>&1 || fail 'git push'
	git -C "$V" lfs push --all "file://$T/remote" >"$T/out" 2>&1 ||
		fail 'git lfs push'
	rm -rf "$T/mirror"
	git clone -q --mirror "$T/remote" "$T/mirror" >"$T/out" 2>&1 ||
		fail 'git clone --mirror'
	git -C "$T/mirror" lfs fetch --all >"$T/out" 2>&1 || fail 'lfs fetch'
	expect 0 -C "$T/mirror" audit
	expect 0 -C "$T/mirror" -i "$T/desk.key" open "$ID" --original -o "$T/o"
	same "$T/large" "$T/o/001.original"
	# A clone without its large objects is named as such.
	rm -rf "$T/mirror/lfs"
	expect 3 -C "$T/mirror" audit
	expect 3 -C "$T/mirror" -i "$T/desk.key" open "$ID" --original -o "$T/o2"
	absent "$T/o2"
else
	note 'git-lfs is not installed: its commands are not tried'
fi
git -C "$V" bundle create -q "$T/vault.bundle" main || fail 'git bundle'
git clone -q --mirror "$T/vault.bundle" "$T/frombundle" >/dev/null 2>&1 ||
	fail 'git clone of a bundle'
