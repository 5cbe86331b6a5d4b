#!/bin/sh
# No function of ours has the name of one of libc or libm. A compiler knows what
# those do and may drop what ours does: a function called access() once lost its
# result under clang, and a role that trusts nobody was allowed.
# usage: tests/abi/names.sh BUILD_DIR
set -eu
build=$1
theirs=$(mktemp)
trap 'rm -f "$theirs"' EXIT
for library in libc.so.6 libm.so.6; do
	file=$("${CC:-cc}" -print-file-name="$library")
	nm -D --defined-only "$file"
done | awk 'NF == 3 { sub(/@.*/, "", $3); print $3 }' | sort -u >"$theirs"
[ -s "$theirs" ] || { echo "no names of libc"; exit 1; }

objects=$(find "$build/plugin" "$build/host/lib" -name '*.o')
[ -n "$objects" ] || { echo "no objects in $build"; exit 1; }
# shellcheck disable=SC2086 # a list of names
wrong=$(nm --defined-only $objects |
	awk 'NF == 3 && $2 ~ /^[TDRB]$/ { print $3 }' | sort -u |
	comm -12 - "$theirs")
[ -z "$wrong" ] || { echo "also a name of libc: $wrong"; exit 1; }
