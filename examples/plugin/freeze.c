/* SPDX-License-Identifier: MIT */
/*
 * freeze.c - a second plugin: no job is created during a change freeze. It
 * knows nothing of policies; a host asks it beside portero.so, and both must
 * allow. Its file has one freeze a line, first and last day (UTC) and why:
 *
 *	2026-12-19 2027-01-04 end of the year
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../plugin/portero.h"

#define MAX_FREEZES 64

/* Days as text, "2026-12-19": they compare like days. */
struct freeze {
	char from[11], to[11], why[128];
};

struct portero {
	struct portero_host host;
	char path[1024];
	size_t n;
	struct freeze freezes[MAX_FREEZES];
};

static int
fail(struct portero *p, struct portero_error *err, uint32_t code,
     const char *path, uint32_t line, const char *text)
{
	free(p);
	if (err && err->size >= sizeof *err) {
		memset(&err->code, 0,
		       sizeof *err - offsetof(struct portero_error, code));
		err->code = code;
		err->line = line;
		snprintf(err->id, sizeof err->id, "freeze");
		snprintf(err->file, sizeof err->file, "%s", path);
		snprintf(err->text, sizeof err->text, "%s", text);
	}
	return (int)code;
}

static int
is_day(const char *s)
{
	int year, month, day;

	return strlen(s) == 10 &&
	       sscanf(s, "%4d-%2d-%2d", &year, &month, &day) == 3 &&
	       s[4] == '-' && s[7] == '-' && month >= 1 && month <= 12 &&
	       day >= 1 && day <= 31;
}

static int
parse_line(struct freeze *f, const char *line)
{
	return sscanf(line, "%10[0-9-] %10[0-9-] %127[^\n]", f->from, f->to,
		      f->why) == 3 &&
	       is_day(f->from) && is_day(f->to) && strcmp(f->from, f->to) <= 0;
}

static int
freeze_open(struct portero **out, const struct portero_host *host,
	    const char *path, uint32_t flags, struct portero_error *err)
{
	struct portero *p;
	char line[256];
	uint32_t number = 0;
	FILE *file;

	if (!out || !path || flags || strlen(path) >= sizeof p->path)
		return fail(NULL, err, PORTERO_ERROR_USAGE, "", 0, "arguments");
	*out = NULL;
	p = calloc(1, sizeof *p);
	file = p ? fopen(path, "re") : NULL;
	if (!file)
		return fail(p, err, PORTERO_ERROR_SYSTEM, path, 0,
			    "cannot open");
	if (host && host->size >= sizeof *host)
		p->host = *host;
	memcpy(p->path, path, strlen(path) + 1);
	while (fgets(line, sizeof line, file)) {
		number++;
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (p->n == MAX_FREEZES || !strchr(line, '\n') ||
		    !parse_line(&p->freezes[p->n++], line)) {
			fclose(file);
			return fail(p, err, PORTERO_ERROR_CONFIG, path, number,
				    "want: YYYY-MM-DD YYYY-MM-DD reason");
		}
	}
	number = ferror(file) != 0;
	fclose(file);
	if (number)
		return fail(p, err, PORTERO_ERROR_SYSTEM, path, 0,
			    "cannot read");
	*out = p;
	return 0;
}

/* There is no JSON form of this file. */
static int
freeze_open_set(struct portero **out, const struct portero_host *host,
		const void *set, size_t len, uint32_t flags,
		struct portero_error *err)
{
	(void)host, (void)set, (void)len, (void)flags;
	if (out)
		*out = NULL;
	return fail(NULL, err, PORTERO_ERROR_USAGE, "", 0, "only files");
}

static int
freeze_reload(struct portero **out, const struct portero *old,
	      struct portero_error *err)
{
	if (!old)
		return fail(NULL, err, PORTERO_ERROR_USAGE, "", 0, "no handle");
	return freeze_open(out, &old->host, old->path, 0, err);
}

static void
freeze_close(struct portero *p)
{
	free(p);
}

/* 0 when R asks only what this plugin was built to understand. */
static int
strange(const struct portero_request *r)
{
	const unsigned char *bytes = (const unsigned char *)r;

	if (!r || r->size < offsetof(struct portero_request, flags) ||
	    r->size > 4096)
		return 1;
	for (size_t i = sizeof *r; i < r->size; i++)
		if (bytes[i])
			return 1;
	return 0;
}

static int
answer(struct portero_decision *d, uint32_t reason, const char *detail)
{
	size_t size = d->size;

	memset(d, 0, sizeof *d);
	d->size = size;
	d->reason = reason;
	d->effect =
		reason == PORTERO_REASON_ALLOWED ? PORTERO_ALLOW : PORTERO_DENY;
	snprintf(d->policy, sizeof d->policy, "freeze");
	snprintf(d->detail, sizeof d->detail, "%s", detail);
	return d->effect == PORTERO_ALLOW ? 0 : 1;
}

int
check_job_creation(const struct portero *p, const struct portero_request *r,
		   struct portero_decision *d)
{
	char today[11];
	struct tm tm;
	time_t now;

	if (!d || d->size < sizeof *d)
		return 1;
	if (!p)
		return answer(d, PORTERO_REASON_BAD_HANDLE, "");
	if (strange(r))
		return answer(d, PORTERO_REASON_BAD_REQUEST, "");
	now = r->now ? r->now : p->host.clock ? p->host.clock(p->host.arg) : 0;
	if (now <= 0 || !gmtime_r(&now, &tm) ||
	    strftime(today, sizeof today, "%Y-%m-%d", &tm) != 10)
		return answer(d, PORTERO_REASON_NO_CLOCK, "");
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(today, p->freezes[i].from) >= 0 &&
		    strcmp(today, p->freezes[i].to) <= 0)
			return answer(d, PORTERO_REASON_REFUSED,
				      p->freezes[i].why);
	return answer(d, PORTERO_REASON_ALLOWED, "");
}

/* A freeze is about new jobs; it has no opinion on anything else. */
static int
freeze_access(const struct portero *p, const struct portero_request *r,
	      struct portero_decision *d)
{
	if (!d || d->size < sizeof *d)
		return 1;
	if (!p || strange(r))
		return answer(d, PORTERO_REASON_BAD_REQUEST, "");
	return answer(d, PORTERO_REASON_ALLOWED, "");
}

static size_t
freeze_many(const struct portero *p,
	    const struct portero_request *const requests[],
	    struct portero_decision *const decisions[], size_t n)
{
	size_t allowed = 0;

	for (size_t i = 0; i < n; i++)
		allowed +=
			check_job_creation(p, requests[i], decisions[i]) == 0;
	return allowed;
}

static const char *
freeze_reason_text(uint32_t reason)
{
	return reason == PORTERO_REASON_ALLOWED	  ? "ALLOWED: no freeze today"
	       : reason == PORTERO_REASON_REFUSED ? "REFUSED: change freeze"
						  : "NOT_JUDGED: see portero.h";
}

static const struct portero_plugin table = {
	.size = sizeof table,
	.abi = PORTERO_ABI,
	.name = "freeze",
	.version = "1",
	.open = freeze_open,
	.open_set = freeze_open_set,
	.reload = freeze_reload,
	.close = freeze_close,
	.check_job_creation = check_job_creation,
	.check_access = freeze_access,
	.check_job_creations = freeze_many,
	.reason_text = freeze_reason_text,
};

const struct portero_plugin *
portero_plugin(uint32_t host_abi)
{
	return host_abi == PORTERO_ABI ? &table : NULL;
}
