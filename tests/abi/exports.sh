#!/bin/sh
# What the plugin shows, takes and weighs.
# usage: tests/abi/exports.sh PORTERO.SO
set -u
so=$1
failed=0
passed=0
check() { # WHAT STATUS
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $1"
	fi
}

exported=$(nm -D --defined-only "$so" | awk '{ print $3 }' | LC_ALL=C sort |
	tr '\n' ' ')
[ "$exported" = "check_job_creation portero_plugin " ]
check "exports check_job_creation and portero_plugin only (it has: $exported)" $?

# a library that ends its host, or listens to its environment, is not loaded
for name in getenv secure_getenv exit _exit abort atexit __cxa_atexit \
	pthread_create system popen dlopen setlocale signal sigaction longjmp \
	__assert_fail; do
	nm -D --undefined-only "$so" | awk '{ print $2 }' | sed 's/@.*//' |
		grep -qx "$name"
	check "does not call $name" $((! $?))
done

dynamic=$(readelf -dlW "$so")
has() { # WHAT PATTERN
	printf '%s\n' "$dynamic" | grep -qE "$2"
	check "$1" $?
}
has "is never unloaded (-z nodelete)" 'FLAGS_1.*NODELETE'
has "binds at load (-z now)" 'FLAGS_1.*NOW'
has "has relocations read-only (-z relro)" 'GNU_RELRO'
! printf '%s\n' "$dynamic" | grep -qE 'TEXTREL|RPATH|RUNPATH'
check "no text relocations and no search path" $?
! printf '%s\n' "$dynamic" | grep -E 'GNU_STACK' | grep -q 'RWE'
check "stack not executable" $?
! printf '%s\n' "$dynamic" | grep -qE '^ +TLS '
check "no thread-local variables" $?

# beyond the start files' own entries there is nothing to run at load
for section in .init_array .fini_array; do
	size=$(readelf -SW "$so" | sed 's/^ *\[ *[0-9]*\] *//' |
		awk -v s="$section" '$1 == s { print $5 }')
	[ "${size:-000008}" = 000008 ]
	check "no constructors or destructors ($section)" $?
done

stripped=$(mktemp) || exit 1
strip -o "$stripped" "$so"
bytes=$(($(wc -c <"$stripped")))
rm -f "$stripped"
[ "$bytes" -lt 300000 ]
check "under 300,000 bytes when stripped (it has $bytes)" $?

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
