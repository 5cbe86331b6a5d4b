#!/bin/sh
# What the examples and the installed configuration say, through the example
# host: a program that knows nothing but portero.h.
# usage: tests/examples.sh BUILD_DIR
set -u
build=$1
cd "$(dirname "$0")/.." || exit 1
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0
account=111122223333
jobs=arn:aws:sagemaker:eu-west-1:$account
roles=arn:aws:iam::$account:role
sessions=arn:aws:sts::$account:assumed-role

expect() { # STATUS TEXT COMMAND...
	want=$1
	text=$2
	shift 2
	"$@" >"$scratch/output" 2>&1
	got=$?
	if [ "$got" -eq "$want" ] && grep -q -e "$text" "$scratch/output"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "want status $want and \"$text\", got $got: $*"
		cat "$scratch/output"
	fi
}
ask() { # STATUS TEXT CONFIG PRINCIPAL ACTION RESOURCE [ROLE]
	want_status=$1
	want_text=$2
	shift 2
	expect "$want_status" "$want_text" "$build/examples/host" "$plugin" "$@"
}

plugin=$build/portero.so
conf=examples/policies/portero.conf
alice=$sessions/FraudScientist/alice
ask 0 '^ALLOW ' $conf "$alice" sagemaker:CreatePipeline \
	"$jobs:pipeline/fraud-weekly" "$roles/ml/FraudPipeline"
ask 2 'IDENTITY_NO_ALLOW' $conf "$alice" sagemaker:CreatePipeline \
	"$jobs:pipeline/churn-weekly" "$roles/ml/FraudPipeline"
ask 2 'SCP_EXPLICIT_DENY.*guardrails' $conf "$alice" sagemaker:CreatePipeline \
	"$jobs:pipeline/fraud-weekly" "$roles/admin/PlatformAdmin"
ask 2 'ROLE_MISSING' $conf "$alice" sagemaker:CreatePipeline \
	"$jobs:pipeline/fraud-weekly"
# the group of a user counts
ask 0 '^ALLOW ' $conf "arn:aws:iam::$account:user/ci/fraud-ci" \
	sagemaker:CreatePipeline "$jobs:pipeline/fraud-nightly" \
	"$roles/ml/FraudPipeline"
# only in Europe
ask 2 'SCP_EXPLICIT_DENY.*regions' $conf "$alice" sagemaker:CreatePipeline \
	"arn:aws:sagemaker:us-east-1:$account:pipeline/fraud-weekly" \
	"$roles/ml/FraudPipeline"
ask 2 'UNKNOWN_PRINCIPAL' $conf "$sessions/Nobody/x" sagemaker:CreatePipeline \
	"$jobs:pipeline/fraud-weekly" "$roles/ml/FraudPipeline"

# what make install installs refuses everybody
for role in PipelineAuthor PipelineExecution; do
	ask 2 'IDENTITY_EXPLICIT_DENY.*nothing-yet' conf/portero.conf \
		"$roles/$role" sagemaker:CreateModel "$jobs:model/fraud-a" \
		"$roles/PipelineExecution"
done
# and its other policies do what its comments say
cp -R conf "$scratch/conf"
sed -e '/name = "PipelineAuthor"/,/policies =/s/nothing-yet/pipeline-author/' \
	-e '/name = "PipelineExecution"/,/policies =/s/nothing-yet/pipeline-execution/' \
	conf/portero.conf >"$scratch/conf/portero.conf"
ask 0 '^ALLOW ' "$scratch/conf/portero.conf" "$roles/PipelineAuthor" \
	sagemaker:CreatePipeline "$jobs:pipeline/fraud-a" \
	"$roles/PipelineExecution"
ask 0 '^ALLOW ' "$scratch/conf/portero.conf" "$roles/PipelineExecution" \
	sagemaker:CreateTrainingJob "$jobs:training-job/fraud-a" \
	"$roles/PipelineExecution"

plugin=$build/examples/plugin/freeze.so
echo '1980-01-01 1980-12-31 long ago' >"$scratch/past"
{
	echo '# everything'
	echo '1970-01-01 9999-12-31 always closed'
} >"$scratch/always"
echo '2026-02-01 2026-01-01 backwards' >"$scratch/backwards"
set -- "$alice" sagemaker:CreateModel "$jobs:model/fraud-a"
ask 0 '^ALLOW ' "$scratch/past" "$@"
ask 2 'REFUSED' "$scratch/always" "$@"
ask 1 'backwards:1' "$scratch/backwards" "$@"
ask 1 'cannot open' "$scratch/absent" "$@"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
