#!/usr/bin/env bash
# install.sh -- install the Debian packages that are missing.
# usage: install.sh build | install.sh test     (test includes build)
set -euo pipefail

build=(gcc make cmake pkg-config libc6-dev libsodium-dev libssl-dev libgit2-dev
	libseccomp-dev libgfshare-dev libmagic-dev libpoppler-glib-dev libcairo2-dev
	libfontconfig-dev libfreetype-dev libjpeg-dev libpng-dev libtiff-dev libwebp-dev
	libde265-dev libdav1d-dev libqpdf-dev zlib1g-dev libflac-dev libogg-dev
	libavformat-dev libavcodec-dev libswresample-dev libavutil-dev
	libarchive-dev libexpat1-dev libgumbo-dev libxml2-dev libicu-dev
	libjansson-dev libmicrohttpd-dev
	libtesseract-dev libleptonica-dev libzbar-dev libdmtx-dev
	tesseract-ocr-eng tesseract-ocr-pol tesseract-ocr-fra
	fonts-dejavu-core fonts-urw-base35 poppler-data
	gettext git git-lfs openssh-client)
# What the tests compare with: stock git and ssh, independent readers of files.
test=(python3 python3-nacl libcmocka-dev poppler-utils qpdf mupdf-tools
	libimage-exiftool-perl netpbm tesseract-ocr unzip zip strace gnupg
	tidy time procps clang libclang-rt-14-dev mandoc zzuf
	chromium chromium-driver python3-selenium python3-html5lib systemd)
# It would start a server for all to reach: not on a person's own machine,
# where the test that wants one skips.
[ "${CI:-}" = true ] && test+=(openssh-server)

case "${1:-}" in
build) want=("${build[@]}") ;;
test) want=("${build[@]}" "${test[@]}") ;;
*) echo "usage: $0 build|test" >&2; exit 2 ;;
esac

if ! grep -qs '^VERSION_CODENAME=bookworm' /etc/os-release; then
	echo "This is not Debian 12: install the packages named in $0 yourself." >&2
	exit 0
fi

missing=()
for p in "${want[@]}"; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null || true)
	[ "$status" = installed ] || missing+=("$p")
done
[ ${#missing[@]} -eq 0 ] && exit 0

sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo)
echo "Installing with apt: ${missing[*]}"
"${sudo[@]}" apt-get update -q
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
	--no-install-recommends "${missing[@]}"
