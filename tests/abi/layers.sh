#!/bin/sh
# Who may include whom (docs/design.md, "The layers"). Reads the #include lines
# of DIR (the project) and prints every one that crosses a layer.
# usage: tests/abi/layers.sh [DIR]
set -eu
cd "${1:-$(dirname "$0")/../..}"

# shellcheck disable=SC2016 # awk's own variables
find plugin host examples -name '*.[ch]' | LC_ALL=C sort | xargs awk '
# "plugin/decide" + "../base/str.h" -> "plugin/base/str.h"
function resolve(dir, path,   parts, n, i, out) {
	n = split(dir "/" path, parts, "/")
	out = ""
	for (i = 1; i <= n; i++) {
		if (parts[i] == "..")
			sub(/\/?[^\/]*$/, "", out)
		else if (parts[i] != ".")
			out = out == "" ? parts[i] : out "/" parts[i]
	}
	return out
}
function layer(file) {
	if (file ~ /^plugin\/(base|decide|load|lint)\//)
		return substr(file, 8, index(substr(file, 8), "/") - 1)
	if (file == "plugin/portero.h" || file == "plugin/policy.h")
		return substr(file, 8)
	if (file == "plugin/bundle.h")
		return "policy.h"
	if (file ~ /^plugin\//)
		return "hook"
	if (file ~ /^examples\/orchestrator\//)
		return "orchestrator"
	return substr(file, 1, index(file, "/") - 1)
}
BEGIN {
	# layer -> what it may include of ours
	ours["portero.h"] = " "
	ours["base"]      = " base "
	ours["policy.h"]  = " base "
	ours["decide"]    = " base policy.h portero.h decide "
	ours["load"]      = " base policy.h portero.h load "
	ours["lint"]      = " base policy.h portero.h load decide lint "
	ours["hook"]      = " base policy.h portero.h decide load lint hook "
	ours["host"]      = " portero.h host "
	ours["orchestrator"] = " portero.h host orchestrator "
	ours["examples"]  = " portero.h examples "
	# layer -> the only system headers it may include; the others may any
	pure = " limits.h stdbool.h stddef.h stdint.h string.h "
	theirs["portero.h"] = " stddef.h stdint.h "
	theirs["base"] = theirs["policy.h"] = theirs["decide"] = pure
}
/^[ \t]*#[ \t]*include/ {
	from = layer(FILENAME)
	name = $0
	checked++
	if (match(name, /<[^>]*>/)) {
		name = substr(name, RSTART + 1, RLENGTH - 2)
		bad = from in theirs && !index(theirs[from], " " name " ")
	} else if (match(name, /"[^"]*"/)) {
		name = substr(name, RSTART + 1, RLENGTH - 2)
		dir = FILENAME
		sub(/\/[^\/]*$/, "", dir)
		name = resolve(dir, name)
		bad = !index(ours[from], " " layer(name) " ") ||
			# lint matches patterns; it decides nothing
			(from == "lint" && layer(name) == "decide" &&
			 name != "plugin/decide/match.h")
	} else
		bad = 1 # a macro hides what is included
	if (bad) {
		printf "%s:%d: %s may not include %s\n", FILENAME, FNR, from, name
		wrong++
	}
}
END {
	if (!checked)
		print "no #include found"
	exit wrong || !checked
}'
