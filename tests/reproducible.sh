#!/bin/sh
# The same source gives the same plugin, byte by byte, wherever it is built.
# usage: tests/reproducible.sh
set -u
cd "$(dirname "$0")/.." || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
for place in one another/and/deeper; do
	mkdir -p "$scratch/$place" || exit 1
	cp -R Makefile plugin "$scratch/$place" || exit 1
	mkdir "$scratch/$place/host" "$scratch/$place/tests" \
		"$scratch/$place/examples"
	(cd "$scratch/$place" && make -s -j"$(nproc)" B="out-${place%%/*}" \
		"out-${place%%/*}/portero.so") >/dev/null || exit 1
done
if cmp "$scratch/one/out-one/portero.so" \
	"$scratch/another/and/deeper/out-another/portero.so"; then
	echo "1 passed, 0 failed"
else
	echo "0 passed, 1 failed"
	exit 1
fi
