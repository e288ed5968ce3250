#!/usr/bin/env bash
# try.sh -- install what is missing, build, and take the samples through the
# whole pipeline as desk, second desk member, reporter, analyst and auditor.
# Everything happens in a temporary folder that is removed at the end.
# usage: docs/try.sh [--keep]        --keep: leave the folder, and say where
set -euo pipefail
cd "$(dirname "$0")/.."

keep=0
[ "${1:-}" = --keep ] && keep=1

tests/install.sh build
echo "Building ..."
cmake -S . -B build-try -DBUILD_TESTING=OFF >build-try.log 2>&1 &&
	cmake --build build-try -j "$(nproc)" >>build-try.log 2>&1 ||
	{ tail -40 build-try.log; exit 1; }
rm -f build-try.log

tipline=$PWD/build-try/bin/tipline
samples=$PWD/docs/samples
work=$(mktemp -d)
if [ $keep -eq 0 ]; then
	trap 'rm -rf "$work"' EXIT
fi
cd "$work"
export TIPLINE_VAULT=$work/vault

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; fi
step() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
who() { printf '\n%s%s:%s ' "$bold" "$1" "$plain"; shift; printf '%s\n' "$*"; }
# must EXIT COMMAND...: run it, show it, and stop the tour if it ends otherwise.
must() {
	local want=$1 got=0
	shift
	printf '  $ tipline'
	printf ' %s' "${@##"$work"/}"
	printf '\n'
	"$tipline" "$@" >said 2>&1 || got=$?
	sed 's/^/    /' said
	[ "$got" -eq "$want" ] || { echo "try.sh: this should have ended with $want, not $got" >&2; exit 1; }
}

step "Keys and members"
echo "Each person has a key file; its card, one line, is what the others get."
for person in desk second reporter analyst; do
	"$tipline" key new $person.key --no-passphrase >$person.card 2>/dev/null
done
who Desk "makes the vault and adds the others"
must 0 -i desk.key init vault --name desk
must 0 -i desk.key member add second.card --role desk --name second
must 0 -i desk.key member add reporter.card --role reporter --name reporter
must 0 -i desk.key member add analyst.card --role analyst --name analyst

step "A submission arrives"
who Desk "seals a message and seven files; one is a mail with more inside, one a scan"
must 0 -i desk.key submit "$samples"/tip.txt "$samples"/review.pdf \
	"$samples"/minutes.docx "$samples"/letter.eml "$samples"/scan.png \
	"$samples"/pier.jpg "$samples"/chart.png \
	--message "Found in the shared folder. Be careful with my name."
id=$("$tipline" -i desk.key list --json | sed -n 's/.*"submission":"\([0-9a-f]*\)".*/\1/p' | head -1)
echo "  In the vault folder there is now no word of it in clear:"
if grep -rqE 'quietgull|Lindqvist|Be careful|pier\.jpg' vault; then
	echo "try.sh: plaintext in the vault" >&2; exit 1
fi
echo "    grep for the source's name, the Signal name, the message, a file name: nothing."

step "Examination"
who Desk "has every file examined in a sandbox, cleaned, its text taken out, the scan read"
echo "  What is in the mail, and in the archive in it, is an item too, with a sandbox of its own."
must 0 -i desk.key examine "$id"
who Desk "what was in the photograph, and what is left in its cleaned copy"
must 0 inspect "$samples"/pier.jpg
must 0 strip "$samples"/pier.jpg -o cleaned
must 0 inspect cleaned/pier.jpg

step "Finding and deciding"
printf 'Mara Lindqvist\nLindqvist\nTeodor Vance\n' >names.txt
who Desk "runs the finders, with a list of names to watch for"
must 0 -i desk.key find "$id" --watchlist names.txt
who Desk "accepts every proposal and so signs the plan"
must 0 -i desk.key review "$id" --accept-all
who Desk "may not release it alone"
must 4 -i desk.key release "$id" --to analyst
who "Desk, second person" "looks at the same decisions and signs them too"
must 0 -i second.key approve "$id"

step "Release"
who Desk "applies the plan; each result is attacked for what was removed"
must 0 -i desk.key release "$id" --to analyst

step "What the analyst gets"
who Analyst "opens the release: a plain folder, as Datashare and Aleph take it"
must 0 -i analyst.key open "$id" -o analyst
ls analyst | sed 's/^/    /'
sed 's/^/    | /' analyst/*.txt
if grep -rqiE 'quietgull|lindqvist|555 0143|555-0187|teodor' analyst; then
	echo "try.sh: a contact reached the analyst" >&2; exit 1
fi
echo "  manifest.json says what was taken out, why, how each file was made and by which programs;"
echo "  how many people signed, and the hash of what they signed; not who, and nothing of the source:"
grep -oE '"(redacted|reasons|made|looked_at|people)":("[a-z-]*"|[0-9]+|\{[^}]*\})' analyst/manifest.json |
	sort | uniq -c | sort -rn | head -12 | sed 's/^/    /'
echo "  entities.ftm.json links the files by the labels that stand in them:"
grep -oE '"schema":"[A-Za-z]*"' analyst/entities.ftm.json | sort | uniq -c | sed 's/^/    /'

step "Another newsroom"
who "Partner" "has a vault of their own, and has sent the desk a card"
"$tipline" key new partner.key --no-passphrase >partner.card 2>/dev/null
must 0 -i partner.key init partner-vault --name partner
mkdir outbox
who Desk "releases it for the partner's card: a drop, sealed to nobody else, and on record here"
must 0 -i desk.key release "$id" --to partner.card --outbox outbox
who "Partner" "takes nothing from somebody unknown"
must 5 -C partner-vault -i partner.key take outbox --keep
who "Partner" "takes it on the word of the desk's card; it is a submission there like any other"
must 0 -C partner-vault -i partner.key take outbox --from desk.card
must 0 -C partner-vault -i partner.key show "$("$tipline" -C partner-vault list --json |
	sed -n 's/.*"submission":"\([0-9a-f]*\)".*/\1/p' | head -1)"
echo "  The partner sees the released files and who sent them; not this vault, nor anything else in it."

step "Taken back"
who Desk "finds that something should not have gone out, and withdraws both releases"
must 0 -i desk.key recall "$id" --reason "a place should have gone, too"
who Analyst "is refused, with the reason; only those who may read releases can read it"
must 4 -i analyst.key open "$id" -o never
who Auditor "sees that it was withdrawn, when and by whom, not why"
must 0 log --submission "$id" -n 1
who Desk "releases it anew; a later release stands"
must 0 -i desk.key release "$id" --to analyst
must 0 -i analyst.key open "$id" -o analyst-again

step "Who can read what"
who Analyst "asks for the originals and is refused"
must 4 -i analyst.key open "$id" --original -o never
who Reporter "has no grant yet"
must 4 -i reporter.key open "$id" -o never
who Desk "assigns it to the reporter"
must 0 -i desk.key assign "$id" reporter
who Reporter "now reads the cleaned copies with all their words, not the originals"
must 0 -i reporter.key open "$id" -o reporter
ls reporter | sed 's/^/    /'
must 4 -i reporter.key open "$id" --original -o never
who Desk "can open the originals, byte for byte"
must 0 -i desk.key open "$id" --original -o desk
for f in "$samples"/*.*; do
	[ "${f##*.}" = py ] && continue
	same=no
	for g in desk/*; do cmp -s "$f" "$g" && same=yes; done
	[ $same = yes ] || { echo "try.sh: ${f##*/} did not come out as it went in" >&2; exit 1; }
done
echo "    all seven came out as they went in"
who Desk "cannot give the analyst anything but the release"
must 4 -i desk.key assign "$id" analyst

step "Proof for later"
who Desk "signs a short note on the whole history, and a proof that the submission came in"
must 0 -i desk.key checkpoint -o note
must 0 -i desk.key checkpoint prove "$id" -o proof
who "A lawyer, years later" "needs the proof and the desk's card, not the vault"
must 0 verify-proof proof --key desk.card

step "A second room"
who Desk "brings the vault and a copy elsewhere to the same history, over stock git"
git init -q --bare remote.git
must 0 -i desk.key sync remote.git
who "Desk, second person" "has a vault of their own from it"
must 0 clone remote.git second-vault
must 0 -C second-vault audit

step "Forgetting"
who Desk "signs that the submission be erased; one signature is not enough"
must 0 -i desk.key erase "$id" --reason "the source asked for it"
must 0 -i second.key erase "$id" --reason "the source asked for it"
must 4 -i desk.key open "$id" --original -o never
who Everybody "who held a key gets a new one; the old secrets are destroyed"
for person in desk second reporter analyst; do
	must 0 -i $person.key rotate
done
who Thief "with every key that exists, and a copy of the vault from before, opens nothing"
for person in desk second reporter analyst; do
	got=0
	"$tipline" -C second-vault -i $person.key open "$id" -o never >said 2>&1 || got=$?
	sed 's/^/    /' said
	[ $got -ne 0 ] && [ ! -e never ] || { echo "try.sh: what was erased was opened" >&2; exit 1; }
done
who Auditor "sees that it was forgotten, by whom and why, and that the history still holds"
must 0 access "$id"
must 0 audit --since note
must 0 audit --html audit.html

step "Audit"
who Auditor "has no key at all, and checks every signature and every rule"
must 0 log
must 0 audit
who Auditor "would see a single changed byte: one object is damaged in a copy"
cp -r vault damaged
blob=$(find damaged/objects/pack -name '*.pack' -size +8k | sort | head -1)
chmod u+w "$blob"
printf 'X' | dd of="$blob" bs=1 seek=4000 conv=notrunc status=none
must 3 -C damaged audit

step "Done"
if [ $keep -eq 1 ]; then
	echo "Everything is in $work"
else
	echo "The temporary folder is removed; nothing else was changed."
fi
