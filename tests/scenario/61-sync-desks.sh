#!/usr/bin/env bash
# Four desks submit and sync with one remote, all at once: nothing is lost,
# nothing is there twice, and the history is one line.
. "$(dirname "$0")/lib.sh"
command -v git-lfs >/dev/null || skip 'the package git-lfs is missing'
cd "$T" || fail "$T"
git() { command git -c safe.directory='*' -c core.hooksPath=/dev/null "$@"; }
EACH=${TIPLINE_SYNC_EACH:-10}
REMOTE=$T/remote
git init -q --bare -b main "$REMOTE"
vault
as desk 0 sync "$REMOTE"
DESKS='a b c d'
for d in $DESKS; do
	key "$d"
	as desk 0 member add "$T/$d.card" --role desk --name "$d"
done
as desk 0 sync "$REMOTE"
for d in $DESKS; do
	expect 0 clone "$REMOTE" "$T/vault-$d"
	out_says 'entries of tipline/'
done
expect 1 clone "$REMOTE" "$T/vault-a"
expect 10 clone "$T/none.bundle" "$T/vault-e"
absent "$T/vault-e"

# Every third is large enough for an LFS object of its own.
desk() {
	local i
	for i in $(seq "$EACH"); do
		head -c $((i % 3 == 0 ? 90000 : 700)) /dev/urandom >"$T/f-$1-$i"
		"$TIPLINE" -C "$T/vault-$1" -i "$T/$1.key" submit \
			--message "$1 $i" "$T/f-$1-$i" || return 1
		[ $((i % 2)) -eq 1 ] || "$TIPLINE" -C "$T/vault-$1" \
			-i "$T/$1.key" sync "$REMOTE" || return 1
	done
	"$TIPLINE" -C "$T/vault-$1" -i "$T/$1.key" sync "$REMOTE"
}
for d in $DESKS; do
	desk "$d" >"$T/out-$d" 2>"$T/err-$d" &
	eval "pid_$d=$!"
done
for d in $DESKS; do
	eval "wait \$pid_$d" || { cat "$T/err-$d" >"$T/err"; fail "desk $d"; }
	! grep -q -e AddressSanitizer -e 'runtime error:' "$T/err-$d" ||
		fail "a sanitizer spoke at desk $d"
done
as desk 0 sync "$REMOTE"
holds
DUE=$((EACH * 4))
[ "$(git -C "$V" log --format=%s main | grep -c '^submit')" -eq "$DUE" ] ||
	fail "not $DUE submissions"
[ "$(git -C "$V" rev-list --min-parents=2 main | wc -l)" -eq 0 ] || fail 'merges'
[ "$(git -C "$V" ls-tree -r --name-only main | grep -c '/drop$')" -eq "$DUE" ] ||
	fail "not $DUE submissions in the tree"
for d in $DESKS; do
	V=$T/vault-$d
	expect 0 -C "$V" -i "$T/$d.key" sync "$REMOTE"
	[ "$(head_of)" = "$(git -C "$REMOTE" rev-parse main)" ] ||
		fail "desk $d stands elsewhere"
	empty "$V/incoming"
	absent "$V/transport"
done
holds
note "$(cat "$T"/out-* | grep -c 'signed again') of $((4 * (EACH / 2 + 1))) syncs signed again"
