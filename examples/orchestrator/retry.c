/* SPDX-License-Identifier: MIT */
/* Another attempt, or none ("Retry Policy for Pipeline Steps"). */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "state.h"
#include "task.h"

/* The SDK's defaults. */
#define INTERVAL 1
#define BACKOFF	 2.0
#define ATTEMPTS 5

static const json_t *
find_policy(const struct step *s, const char *exception)
{
	const json_t *list = json_object_get(s->json, "RetryPolicies"), *one;
	size_t i, k;

	json_array_foreach(list, i, one)
	{
		const json_t *types = json_object_get(one, "ExceptionType");
		const json_t *type;

		json_array_foreach(types, k, type)
		{
			const char *text = json_string_value(type);

			if (text && strcmp(text, exception) == 0)
				return one;
		}
	}
	return NULL;
}

static double
number(const json_t *policy, const char *member, double otherwise)
{
	const json_t *value = json_object_get(policy, member);

	return json_is_number(value) ? json_number_value(value) : otherwise;
}

static bool
is_over(const struct execution *e, const struct step *s, const json_t *policy)
{
	const double minutes = number(policy, "ExpireAfterMin", -1);

	return s->failures >=
		       (unsigned)number(policy, "MaxAttempts", ATTEMPTS) ||
	       (minutes >= 0 &&
		difftime(time(NULL), (time_t)e->started) > minutes * 60);
}

bool
task_fail(struct execution *e, struct step *s, const char *exception,
	  const char *why)
{
	const json_t *policy = exception ? find_policy(s, exception) : NULL;
	double wait;

	snprintf(s->reason, sizeof s->reason, "%s", why);
	if (!policy || e->stopping || is_over(e, s, policy)) {
		s->status = FAILED;
		return state_save_step(e, s);
	}
	wait = number(policy, "IntervalSeconds", INTERVAL);
	for (unsigned i = 0; i < s->failures && wait < 86400; i++)
		wait *= number(policy, "BackoffRate", BACKOFF);
	/* the next name ends in the count, and is asked for again */
	s->failures++;
	s->status = WAITING;
	s->job[0] = s->slurm[0] = s->decision[0] = '\0';
	s->missed = 0;
	s->not_before = (int64_t)time(NULL) + (int64_t)wait;
	return state_save_step(e, s);
}
