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

# the tool, alone and with both plugins
portero=$build/portero
check() { # STATUS TEXT FILE [OPTION...]
	want_status=$1
	want_text=$2
	file=$3
	shift 3
	expect "$want_status" "$want_text" "$portero" check -p examples/policies \
		"$@" "examples/requests/$file.json"
}
check 0 '^ALLOW ' train
check 2 'NAME_TOO_LONG' train-long-prefix
check 2 'TRUST_NO_SERVICE' train-wrong-trust
check 2 'LargeMachinesByPermit' train-large
check 0 '^ALLOW ' body --action sagemaker:CreateTrainingJob --region eu-west-1 \
	--as "$roles/ml/FraudPipeline"
both="--plugin $build/portero.so --plugin $build/examples/plugin/freeze.so"
# shellcheck disable=SC2086 # a list of options
{
	check 0 '^ALLOW ' train $both="$scratch/past"
	check 2 'always closed' train $both="$scratch/always"
	check 2 'LargeMachinesByPermit' train-large $both="$scratch/past"
}

# the pipelines, row by row: step, verdict, reason
pipeline() { # STATUS ROLE FILE EXPECTED
	expect "$1" . "$portero" pipeline -p examples/policies \
		--region eu-west-1 --execution-role "$roles/ml/$2" \
		"examples/pipelines/$3.json"
	sed '/^$/,$d' "$scratch/output" | awk 'NR > 1 {
		verdict = reason = ""
		for (i = 2; i <= NF; i++) {
			if ($i ~ /^(ALLOW|DENY|UNDECIDED|-)$/ && !verdict)
				verdict = $i
			else if ($i ~ /^[A-Z]+_[A-Z_]+$/ && !reason)
				reason = " " $i
		}
		print $1, verdict reason
	}' >"$scratch/rows"
	if [ "$4" = "$(cat "$scratch/rows")" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$3: the rows are"
		cat "$scratch/rows"
	fi
}
pipeline 0 FraudPipeline fraud-allowed 'Prepare ALLOW
Tune ALLOW
Train ALLOW
Evaluate ALLOW
GoodEnough ALLOW
CreateModel ALLOW
Score ALLOW
Approval -
Notify ALLOW
AskPeople ALLOW
Register ALLOW
GiveUp -'
pipeline 2 ChurnPipeline churn-refused 'Prepare DENY IDENTITY_EXPLICIT_DENY
Train DENY IDENTITY_NO_ALLOW
Evaluate DENY SCP_EXPLICIT_DENY
Explain DENY TRUST_NO_SERVICE
Compare DENY NAME_DEFAULT_FORM
TrainLarge DENY SCP_EXPLICIT_DENY
Tune DENY NAME_TOO_LONG
GoodEnough DENY SCP_EXPLICIT_DENY
CreateModel DENY ROLE_OTHER_ACCOUNT
Notify DENY IDENTITY_NO_ALLOW
Register ALLOW
GiveUp -'
pipeline 4 FraudPipeline fraud-undecided 'Prepare ALLOW
Train UNDECIDED
TrainOtherRole UNDECIDED
TrainOtherMachine UNDECIDED
ChooseRole ALLOW
Evaluate UNDECIDED'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
