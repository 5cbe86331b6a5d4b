#!/bin/sh
# A decision allocates nothing, locks nothing, reads nothing and knows no
# locale: the objects of plugin/decide and plugin/base call mem* functions (bcmp
# is clang's memcmp), the compiler's own helpers and each other, and nothing else.
# usage: tests/abi/purity.sh BUILD_DIR
set -eu
cd "$1/plugin"
objects=$(find decide base -name '*.o')
[ -n "$objects" ] || { echo "no objects in $1/plugin"; exit 1; }

# shellcheck disable=SC2086 # a list of names
wrong=$(nm $objects | awk '
	/:$/ { file = $1 }
	$1 == "U" { wanted[$2] = wanted[$2] " " file }
	NF == 3 && $2 ~ /^[TDRBVW]$/ { ours[$3] = 1 }
	END {
		for (name in wanted)
			if (!(name in ours) &&
			    name !~ /^(bcmp|(__)?mem[a-z]+(_chk)?)$/ &&
			    name !~ /^(__stack_chk_fail|_GLOBAL_OFFSET_TABLE_)$/)
				print name " is called in" wanted[name]
	}' | LC_ALL=C sort)
[ -z "$wrong" ] || { echo "$wrong"; exit 1; }
