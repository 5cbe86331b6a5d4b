#!/bin/sh
# Definitions that others wrote: every one can be read, and is answered with
# yes, no or not-known (status 0, 2 or 4). Only templates whose roles or names
# were never filled in are refused (status 3).
# usage: tests/pipelines.sh PORTERO DIR
set -u
portero=$1
passed=0
failed=0
for definition in $(find "$2" -name '*.json' ! -name '*.schema.json' |
	LC_ALL=C sort); do
	output=$("$portero" pipeline -p examples/policies --region eu-west-1 \
		--execution-role arn:aws:iam::111122223333:role/ml/FraudPipeline \
		--format json "$definition" 2>&1)
	status=$?
	case $status,$output in
	[024],* | 3,*bad-role* | 3,*placeholder*)
		passed=$((passed + 1))
		;;
	*)
		failed=$((failed + 1))
		echo "status $status: $definition"
		;;
	esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
