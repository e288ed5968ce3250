#!/usr/bin/env bash
# A PDF that opens with a password, in every way PDFs are locked: with it the
# text is there, and copies are made that need none; without it, or with a
# wrong one, it is refused by name.
. "$(dirname "$0")/lib.sh"
command -v qpdf >/dev/null || skip 'no qpdf'
S=$ROOT/docs/samples

expect 0 text "$S/review.pdf"
cp "$T/out" "$T/want"
[ -s "$T/want" ] || fail 'the sample has no text'

# lock NAME PASSWORD WORDS: a locked sample; WORDS are qpdf's.
lock() {
	local name=$1 password=$2
	shift 2
	qpdf --allow-weak-crypto --encrypt "$password" owner "$@" -- \
		"$S/review.pdf" "$T/$name.pdf" || fail "qpdf locks no $name.pdf"
}
lock rc4-40 secret 40
lock rc4-128 secret 128 --use-aes=n
lock aes-128 secret 128 --use-aes=y
lock aes-256 secret 256
lock old-accent $'caf\xe9' 128 --use-aes=y
lock accent 'café' 256
lock script 'пароль' 256

for name in rc4-40 rc4-128 aes-128 aes-256 old-accent accent script; do
	case $name in
	*accent) word='café' ;;
	script) word='пароль' ;;
	*) word=secret ;;
	esac
	printf '%s\n' "$word" >"$T/password"
	expect 0 text "$T/$name.pdf" --password-fd 7 7<"$T/password"
	cmp -s "$T/out" "$T/want" || fail "$name: not the text it has"
	expect 5 text "$T/$name.pdf"
	says 'encrypted'
	printf 'wrong\n' >"$T/password"
	expect 5 text "$T/$name.pdf" --password-fd 7 7<"$T/password"
	says 'wrong-password'
	# A wrong one may be in any script.
	printf 'неверный\n' >"$T/password"
	expect 5 text "$T/$name.pdf" --password-fd 7 7<"$T/password"
	says 'wrong-password'
done

printf 'secret\n' >"$T/password"
for verb in strip redact safe; do
	expect 0 $verb --no-ocr "$T/aes-256.pdf" -o "$T/$verb" \
		--password-fd 7 7<"$T/password"
	made=$(ls "$T/$verb"/*.pdf)
	qpdf --check "$made" >"$T/out" 2>"$T/err" || fail "$verb: qpdf complains"
	! qpdf --is-encrypted "$made" || fail "$verb: the copy is locked"
done
expect 0 text "$T/strip/aes-256.pdf"
cmp -s "$T/out" "$T/want" || fail 'the cleaned copy has other text'
exit 0
