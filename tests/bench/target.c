/* SPDX-License-Identifier: MIT */
/* target.c - asks the plugin, or the baseline, what a workload wants to know.
 */
#include "target.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TOLD 5u /* disagreements */

const struct portero_plugin *
target_load(const char *path)
{
	const struct portero_plugin *(*get)(uint32_t) = NULL;
	const struct portero_plugin *plugin;
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL), *symbol;

	symbol = library ? dlsym(library, "portero_plugin") : NULL;
	memcpy(&get, &symbol, sizeof get);
	plugin = get ? get(PORTERO_ABI) : NULL;
	if (!plugin)
		stop("%s: not a plugin that can be measured: %s", path,
		     library ? "no table" : dlerror());
	return plugin;
}

/* ---- sets -----------------------------------------------------------------
 */

static void
write_file(const char *directory, const char *name, const char *bytes, size_t n)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", directory, name);
	remove(path);
	f = fopen(path, "w");
	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0 ||
	    chmod(path, 0644) != 0)
		stop("%s: cannot be written", path);
}

/* mkdir -p; what fails is told by the files that cannot be written. */
static void
make_directory(const char *path)
{
	char part[4096];
	size_t n = strlen(path);

	for (size_t i = 1; i <= n && i < sizeof part; i++)
		if (path[i] == '/' || i == n) {
			memcpy(part, path, i);
			part[i] = 0;
			mkdir(part, 0755);
		}
}

void
target_write_files(const struct workload *w, const char *directory)
{
	static const char conf[] =
		"version = 1;\n"
		"organization = { file = \"organization.json\"; };\n"
		"accounts = ( { id = \"" ACCOUNT "\"; "
		"details = \"account.json\"; } );\n";

	make_directory(directory);
	write_file(directory, "portero.conf", conf, sizeof conf - 1);
	write_file(directory, "organization.json", w->organization.p,
		   w->organization.n);
	write_file(directory, "account.json", w->set.p, w->set.n);
}

struct portero *
target_open(const struct portero_plugin *plugin, const struct workload *w,
	    const char *directory)
{
	struct portero_error err = { .size = sizeof err };
	struct portero *set = NULL;
	char path[4096];

	if (w->organization.n) {
		snprintf(path, sizeof path, "%s/portero.conf", directory);
		plugin->open(&set, NULL, path, 0, &err);
	} else {
		plugin->open_set(&set, NULL, w->set.p, w->set.n, 0, &err);
	}
	if (!set)
		stop("%s: %s:%u:%u: %s (%s)", w->name, err.file, err.line,
		     err.column, err.text, err.id);
	return set;
}

/* ---- targets --------------------------------------------------------------
 */

struct target
target_of_plugin(const struct workload *w, const struct portero_plugin *plugin,
		 const struct portero *set)
{
	struct target t = { .workload = w, .plugin = plugin, .set = set };

	t.requests = must_alloc(w->nquestions * sizeof *t.requests);
	for (size_t i = 0; i < w->nquestions; i++)
		t.requests[i] = &w->questions[i].request;
	return t;
}

struct target
target_of_naive(const struct workload *w, const struct naive *naive)
{
	return (struct target){ .workload = w, .naive = naive };
}

void
target_free(struct target *t)
{
	free(t->requests);
}

const char *
target_what(const struct target *t)
{
	if (t->naive)
		return "naive_scan";
	return t->workload->call == CALL_ACCESS ? "check_access"
						: "check_job_creation";
}

/* ---- one call -------------------------------------------------------------
 */

struct batch {
	struct portero_decision decisions[WORKLOAD_BATCH];
	struct portero_decision *pointers[WORKLOAD_BATCH];
};

static void
ask_access(const void *arg, size_t i, void *scratch)
{
	const struct target *t = arg;
	struct portero_decision *d = scratch;

	d->size = sizeof *d;
	t->plugin->check_access(t->set, t->requests[i], d);
}

static void
ask_job(const void *arg, size_t i, void *scratch)
{
	const struct target *t = arg;
	struct portero_decision *d = scratch;

	d->size = sizeof *d;
	t->plugin->check_job_creation(t->set, t->requests[i], d);
}

static void
ask_batch(const void *arg, size_t i, void *scratch)
{
	const struct target *t = arg;
	struct batch *b = scratch;

	for (size_t k = 0; k < WORKLOAD_BATCH; k++) {
		b->decisions[k].size = sizeof b->decisions[k];
		b->pointers[k] = &b->decisions[k];
	}
	t->plugin->check_job_creations(
		t->set, t->requests + i * WORKLOAD_BATCH,
		(struct portero_decision *const *)b->pointers, WORKLOAD_BATCH);
}

static void
ask_naive(const void *arg, size_t i, void *scratch)
{
	const struct target *t = arg;

	*(bool *)scratch =
		naive_allows(t->naive, &t->workload->questions[i].request);
}

size_t
target_per_call(const struct target *t)
{
	return t->workload->call == CALL_BATCH ? WORKLOAD_BATCH : 1;
}

struct subject
target_subject(const struct target *t)
{
	struct subject s = { .arg = t,
			     .ncalls = t->workload->nquestions,
			     .scratch = sizeof(struct portero_decision) };

	if (t->naive) {
		s.call = ask_naive;
	} else if (t->workload->call == CALL_BATCH) {
		s.call = ask_batch;
		s.ncalls /= WORKLOAD_BATCH;
		s.scratch = sizeof(struct batch);
	} else {
		s.call =
			t->workload->call == CALL_ACCESS ? ask_access : ask_job;
	}
	return s;
}

/* ---- agreement --------------------------------------------------------------
 */

static void
tell(const struct target *t, const struct question *q, bool allowed,
     const struct portero_decision *d)
{
	fprintf(stderr, "%s %s: %s of %s on %s is %s, expected %s%s%s",
		t->workload->name, target_what(t), q->request.action.ptr,
		q->request.principal.ptr, q->request.resource.ptr,
		allowed ? "allowed" : "refused",
		q->expected ? "allowed" : "refused: ", q->why ? q->why : "",
		d ? "; " : "\n");
	if (d)
		fprintf(stderr, "%s, %s %s, %s\n",
			t->plugin->reason_text(d->reason), d->policy, d->sid,
			d->detail);
}

size_t
target_agree(const struct target *t)
{
	const struct workload *w = t->workload;
	const struct subject s = target_subject(t);
	const size_t step = target_per_call(t);
	void *scratch = must_zero(1, s.scratch);
	size_t agree = 0, told = 0;

	for (size_t i = 0; i < w->nquestions; i++) {
		const struct question *q = &w->questions[i];
		const struct portero_decision *d = NULL;
		bool allowed;

		if (i / step == s.ncalls)
			break;
		if (i % step == 0)
			s.call(t, i / step, scratch);
		if (t->naive) {
			allowed = *(bool *)scratch;
		} else {
			d = step > 1 ? &((struct batch *)scratch)
						->decisions[i % step]
				     : scratch;
			allowed = d->effect == PORTERO_ALLOW;
		}
		if (allowed == q->expected)
			agree++;
		else if (told++ < TOLD)
			tell(t, q, allowed, d);
	}
	free(scratch);
	return agree;
}
