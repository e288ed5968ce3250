#!/usr/bin/env bash
# Erasing: who must sign, what is refused then, what a hold keeps.
. "$(dirname "$0")/lib.sh"
vault
printf 'the tip\n' >"$T/tip.txt"
submit "$T/tip.txt"; A=$ID
submit "$T/tip.txt"; B=$ID
submit "$T/tip.txt"; C=$ID

# Misuse, and by whom it may not be.
as desk 2 erase "$A"; says 'public'
as desk 2 erase --reason x
as desk 2 erase "$A" --reason ''
as desk 2 erase "$A" --reason "$(printf 'x%.0s' {1..201})"
as desk 2 erase "$A" --reason $'two\nlines'
as desk 2 erase "$A" --reason $'\e[31mred'
as desk 2 erase "$A" --hold --lift --reason x
as desk 2 erase "$A" --due
as desk 1 erase dddddddd --reason x
as reporter 4 erase "$A" --reason x; says desk
as auditor 4 erase "$A" --hold --reason x; says desk

# Two must sign; the same person twice is one.
as desk 0 erase "$A" --reason 'the source asked, Łódź'
out_says '1 of 2 signed'; out_says '1 more desk member must'
as desk 0 show "$A"
as desk 4 erase "$A" --reason again; says 'another desk member'
as desk 0 open "$A" --original -o "$T/before"

# Held: nobody erases it; lifted: the signature still stands.
as two 0 erase "$A" --hold --reason 'the court wants it'
out_says held
as two 4 erase "$A" --reason x; says 'the court wants it'
as two 1 erase "$A" --hold --reason x; says 'held already'
as desk 0 erase "$A" --lift --reason 'the court is done'
as desk 4 erase "$A" --lift --reason x; says 'not held'
before=$(head_of)
as two 0 --json erase "$A" --reason 'as agreed'
[ "$(json state)" = erased ] || fail 'it is erased'
[ "$(json signed)" = 2 ] || fail 'by two'
[ "$(json must_rotate | tr -cd "'" | wc -c)" -eq 4 ] || fail 'two hold keys'
[ "$(git -C "$V" rev-list --count "$before..main")" -eq 1 ] || fail 'one entry'

# From here every verb refuses it, with who, when and why, and writes nothing.
before=$(head_of)
for verb in "show $A" "open $A -o $T/x" "open $A --original -o $T/x" \
    "assign $A reporter" "assign $A two" "examine $A" "find $A" \
    "review $A --accept-all" "review $A --export $T/x" "approve $A" \
    "release $A --to analyst" "erase $A --reason x" \
    "erase $A --hold --reason x" "erase $A --lift --reason x"; do
	# shellcheck disable=SC2086
	as desk 4 $verb
	says 'was erased on 20'; says 'desk (the source asked, Łódź)'
	says 'two (as agreed)'
done
absent "$T/x"
[ "$(head_of)" = "$before" ] || fail 'a refused verb made an entry'

# The rest goes on: verbs without names leave it out.
as desk 0 examine
as desk 0 find
as desk 0 list
as desk 0 open "$B" -o "$T/b"
holds

# Several at once, in one entry; all or none.
as desk 4 erase "$B" "$A" --reason x
as desk 0 erase "$B" "$C" "$B" --reason 'a pair'
as two 0 erase "$C" --hold --reason x
as two 4 erase "$B" "$C" --reason x; says held
as two 0 erase "$B" --reason x
as two 4 show "$B"
as two 0 show "$C"
holds

# With a policy of one, one is enough; who signed before may complete it.
as desk 0 policy set erasers 1
as desk 0 erase "$C" --lift --reason 'no more'
as desk 0 erase "$C" --reason 'now alone'
as two 4 show "$C"; says 'by desk'
git -C "$V" ls-tree -r --name-only main submissions | grep -c 'erased/done' |
	grep -q '^3$' || fail 'three are erased'
# Ciphertexts and history stay, and stock tools find nothing missing.
git -C "$V" fsck --full --strict >"$T/out" 2>&1 || fail 'git fsck'
holds
