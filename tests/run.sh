#!/usr/bin/env bash
# run.sh -- install what is missing, build, run every test; then all of it
# again by clang under AddressSanitizer and UBSan, where libFuzzer runs the
# corpora of the fuzz targets.
# usage: tests/run.sh [--quick]      --quick: the first part only
set -euo pipefail
cd "$(dirname "$0")/.."

quick=0
[ "${1:-}" = --quick ] && quick=1

tests/install.sh test
jobs=$(nproc)
tests=$((jobs * 2))	# at a time: many wait, for a disk or a browser
werror=OFF
[ "${CI:-}" = true ] && werror=ON

[ -d ../shared ] || echo "No ../shared beside the project: the tests that read its files will skip."

build() {	# build FOLDER TARGET OPTION...
	local folder=$1 target=$2
	shift 2
	cmake -S . -B "$folder" -DTIPLINE_WERROR=$werror "$@" >"$folder.log" 2>&1 ||
		{ cat "$folder.log"; exit 1; }
	cmake --build "$folder" -j "$jobs" --target "$target" >>"$folder.log" 2>&1 ||
		{ tail -60 "$folder.log"; exit 1; }
	rm -f "$folder.log"
}

echo "== build and test"
build build all
ctest --test-dir build --output-on-failure -j "$tests"
[ $quick -eq 1 ] && exit 0

echo "== the same by clang, under AddressSanitizer and UBSan; fuzz targets with libFuzzer"
build build-asan all -DTIPLINE_SANITIZE=ON -DCMAKE_C_COMPILER=clang
ctest --test-dir build-asan --output-on-failure -j "$tests"
