#!/bin/sh
# portero.h alone, as a host sees it: C99, C17 and C++, all warnings on.
# usage: tests/abi/header.sh
set -u
header=$(dirname "$0")/../../plugin/portero.h
use='const char *f(void);
const char *f(void) { return portero_plugin(PORTERO_ABI)->name; }'
passed=0
failed=0
check() { # WHAT COMMAND...
	what=$1
	shift
	if printf '%s\n' "$use" | "$@" -Wall -Wextra -Wpedantic -Wundef \
		-Werror -include "$header" -fsyntax-only -; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "portero.h does not compile: $what"
	fi
}
cc=${CC:-cc}
check "C99" "$cc" -std=c99 -x c
check "C17" "$cc" -std=c17 -x c
if command -v c++ >/dev/null 2>&1; then
	check "C++11" c++ -std=c++11 -x c++
	check "C++20" c++ -std=c++20 -x c++
else
	echo "skipped: C++, no c++ here"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
