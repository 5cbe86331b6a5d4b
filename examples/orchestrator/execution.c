/* SPDX-License-Identifier: MIT */
/* What all parts of the orchestrator need of an execution. */
#include "execution.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
status_text(enum status status)
{
	static const char *const texts[STATUSES] = {
		[WAITING] = "Waiting",	   [STARTING] = "Starting",
		[EXECUTING] = "Executing", [SUCCEEDED] = "Succeeded",
		[FAILED] = "Failed",	   [STOPPED] = "Stopped",
		[NOT_TAKEN] = "NotTaken",
	};

	return texts[status];
}

bool
status_final(enum status status)
{
	return status >= SUCCEEDED;
}

bool
complain(const char *format, ...)
{
	va_list args;

	fputs("pipelined: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return false;
}

/* arn:aws:sts::ACCOUNT:assumed-role/ROLE/sagemaker-pipeline-ID-STEP */
bool
execution_session(const struct execution *e, const char *step, char *out,
		  size_t size)
{
	const char *name = strrchr(e->role, '/');
	const char *account = strstr(e->role, ":iam::");
	const int n = (int)strcspn(e->role + 4, ":");
	int len;

	if (!name || !account)
		return false;
	len = snprintf(out, size,
		       "arn:%.*s:sts::%.12s:assumed-role%s/"
		       "sagemaker-pipeline-%s-%.20s",
		       n, e->role + 4, account + 6, name, e->id, step);
	return len > 0 && (size_t)len < size;
}

void
execution_free(struct execution *e)
{
	for (size_t i = 0; i < e->nsteps; i++) {
		free(e->steps[i].needs);
		json_decref(e->steps[i].outputs);
	}
	free(e->steps);
	json_decref(e->definition);
	json_decref(e->parameters);
	decision_log_close(&e->log);
	stack_close(e->stack);
	sqlite3_close(e->db);
	if (e->lock >= 0)
		close(e->lock);
}
