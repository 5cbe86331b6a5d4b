#!/bin/sh
# Shows that a check does not allocate, lock or call the system: counts the
# first two inside, and system calls with strace, if there is one.
# usage: tests/bench/still.sh BUILD
set -eu
b=${1:?usage: tests/bench/still.sh BUILD}
still=$b/tests/bench/still

"$still" "$b/portero.so" 1000000
if ! command -v strace >/dev/null 2>&1; then
	echo 'no strace here: system calls were not counted'
	exit 0
fi
count() { # CHECKS -> how many system calls the program makes in all
	strace -f -c -U calls,name -o "$b/tests/bench/strace.out" \
		"$still" "$b/portero.so" "$1" >/dev/null
	awk '$2 == "total" { print $1 }' "$b/tests/bench/strace.out"
}
none=$(count 0)
many=$(count 1000000)
echo "system calls: $none with 0 checks, $many with 1000000"
[ -n "$none" ] && [ "$none" = "$many" ]
