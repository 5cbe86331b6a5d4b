/* SPDX-License-Identifier: MIT */
/*
 * versions.c - hosts and plugins of different age, and hosts that hold the
 * interface wrong. Whatever happens, a call that was not understood is a no.
 * usage: versions PORTERO.SO
 */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "../../plugin/portero.h"

#define ROLE "arn:aws:iam::111122223333:role/"
#define JOB  "arn:aws:sagemaker:eu-west-1:111122223333:training-job/"
#define LITERAL(text)                                                          \
	{                                                                      \
		(text), sizeof(text) - 1                                       \
	}

static const char set_json[] =
	"{\"schema\": \"portero.set/1\", \"accounts\": [{"
	" \"id\": \"111122223333\", \"roles\": ["
	" {\"name\": \"Author\", \"policies\": [{\"Version\": \"2012-10-17\","
	"  \"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"*\","
	"  \"Action\": [\"sagemaker:CreateTrainingJob\", "
	"\"iam:PassRole\"]}]}]},"
	" {\"name\": \"Job\", \"policies\": [], \"trust\":"
	"  {\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": "
	"\"Allow\","
	"  \"Principal\": {\"Service\": \"sagemaker.amazonaws.com\"},"
	"  \"Action\": \"sts:AssumeRole\"}]}}]}]}";

static const struct portero_role job_role[] = {
	{ LITERAL(ROLE "Job"), LITERAL("sagemaker.amazonaws.com") }
};

/* A request that the set allows. */
static const struct portero_request good = {
	.size = sizeof good,
	.principal = LITERAL(ROLE "Author"),
	.action = LITERAL("sagemaker:CreateTrainingJob"),
	.resource = LITERAL(JOB "fraud-1"),
	.roles = job_role,
	.nroles = 1,
	.now = 1767225600,
};

static const struct portero_plugin *plugin;
static struct portero *set;
static int passed, failed;

static void
check(int truth, const char *what)
{
	if (truth) {
		passed++;
		return;
	}
	failed++;
	printf("not so: %s\n", what);
}

/* Asks with a decision that was a yes before: only a real yes may stay one. */
static struct portero_decision
ask(const struct portero_request *request)
{
	struct portero_decision d = { .size = sizeof d,
				      .effect = PORTERO_ALLOW };
	int result = plugin->check_job_creation(set, request, &d);

	check(result == (d.effect == PORTERO_ALLOW ? 0 : 1),
	      "the result is 0 for ALLOW and 1 for all else");
	return d;
}

static void
refused(const struct portero_request *request, uint32_t reason,
	const char *what)
{
	struct portero_decision d = ask(request);

	check(d.effect == PORTERO_DENY && d.reason == reason, what);
	if (d.reason != reason)
		printf("  the reason is %s %s\n", plugin->reason_text(d.reason),
		       d.detail);
}

/* A host built before the last fields were appended. */
static void
old_host(void)
{
	struct portero_request r = good;
	struct portero_decision d;
	unsigned char *tail = (unsigned char *)&d;
	size_t size = offsetof(struct portero_decision, question);
	int written = 0;

	r.size = offsetof(struct portero_request, flags);
	r.flags = 0xffffffff; /* not a part of the struct it has */
	r.reserved = 0xffffffff;
	check(ask(&r).effect == PORTERO_ALLOW, "a shorter request is judged");

	memset(&d, 0xaa, sizeof d);
	d.size = size;
	plugin->check_job_creation(set, &good, &d);
	check(d.effect == PORTERO_ALLOW, "a shorter decision is filled");
	check(d.size == size, "the size of a decision stays the caller's");
	for (size_t i = size; i < sizeof d; i++)
		written |= tail[i] != 0xaa;
	check(!written, "nothing is written behind a shorter decision");
}

/* A host built after fields were appended that this plugin does not know. */
static void
new_host(void)
{
	struct {
		struct portero_request known;
		unsigned char later[40];
	} r = { .known = good };
	struct {
		struct portero_decision known;
		unsigned char later[40];
	} d = { .known = { .size = sizeof d } };

	r.known.size = sizeof r;
	check(ask(&r.known).effect == PORTERO_ALLOW,
	      "a longer request whose new fields are zero is judged");
	for (size_t i = 0; i < sizeof r.later; i++) {
		r.later[i] = 1;
		refused(&r.known, PORTERO_REASON_BAD_REQUEST,
			"a longer request that asks more is refused");
		r.later[i] = 0;
	}
	plugin->check_job_creation(set, &good, &d.known);
	check(d.known.effect == PORTERO_ALLOW, "a longer decision is filled");
	r.known.size = (size_t)-1;
	refused(&r.known, PORTERO_REASON_BAD_REQUEST, "size SIZE_MAX");
}

static void
misuse(void)
{
	static const struct portero_str one = LITERAL("1");
	static const struct portero_attr twice[] = {
		{ LITERAL("aws:SourceVpc"), &one, 1 },
		{ LITERAL("AWS:sourcevpc"), &one, 1 },
	};
	static const struct portero_attr no_values[] = {
		{ LITERAL("aws:SourceVpc"), NULL, 1 },
	};
	struct portero_decision d = { .size = sizeof d,
				      .effect = PORTERO_ALLOW };
	struct portero_request r = { .size = sizeof r };

	check(plugin->check_job_creation(NULL, &good, &d) == 1 &&
		      d.effect == PORTERO_DENY &&
		      d.reason == PORTERO_REASON_BAD_HANDLE,
	      "no set");
	check(plugin->check_job_creation(set, &good, NULL) == 1, "no decision");
	d = (struct portero_decision){ .size = 0, .effect = PORTERO_ALLOW };
	check(plugin->check_job_creation(set, &good, &d) == 1,
	      "a decision of size 0");
	refused(NULL, PORTERO_REASON_BAD_REQUEST, "no request");
	refused(&r, PORTERO_REASON_BAD_REQUEST, "a request of zeros");
	r = good;
	r.size = 0;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "a request of size 0");
	r.size = 9;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "a request of size 9");

	r = good;
	r.roles = NULL;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "roles counted, not given");
	r = good;
	r.nroles = (size_t)-1;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "SIZE_MAX roles");
	r = good;
	r.nalso = 1;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "resources counted, not given");
	r = good;
	r.attrs = twice;
	r.nattrs = 2;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "the same key twice");
	r.attrs = no_values;
	r.nattrs = 1;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "values counted, not given");
	r = good;
	r.flags = 0x80000000u;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "an unknown flag");
	r = good;
	r.reserved = 1;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "reserved is not 0");
	r = good;
	r.resource = (struct portero_str)LITERAL(JOB "fraud\0-1");
	refused(&r, PORTERO_REASON_BAD_REQUEST, "a NUL inside a text");
	r = good;
	r.principal.len = (size_t)-1;
	refused(&r, PORTERO_REASON_BAD_REQUEST, "a text of SIZE_MAX bytes");
	r = good;
	r.principal = (struct portero_str){ NULL, 5 };
	refused(&r, PORTERO_REASON_BAD_REQUEST, "a text at NULL");
}

/* Errors, the table, the exported name. */
static void
around(int (*hook)(const struct portero *, const struct portero_request *,
		   struct portero_decision *))
{
	struct portero_error err;
	unsigned char *tail = (unsigned char *)&err;
	size_t size = offsetof(struct portero_error, inner_line);
	struct portero_decision d = { .size = sizeof d };
	struct portero *none = set;
	int written = 0, texts = 1;

	check(hook(set, &good, &d) == 0 && d.effect == PORTERO_ALLOW,
	      "the exported check_job_creation answers like the table's");
	memset(&err, 0xaa, sizeof err);
	err.size = size;
	check(plugin->open_set(&none, NULL, "{", 1, 0, &err) != 0 && !none,
	      "a broken set gives no handle");
	for (size_t i = size; i < sizeof err; i++)
		written |= tail[i] != 0xaa;
	check(!written, "nothing is written behind a shorter error");
	check(plugin->open_set(&none, NULL, "{", 1, 0, NULL) != 0,
	      "an error need not be wanted");
	check(plugin->open(&none, NULL, NULL, 0, NULL) != 0, "no path");
	check(plugin->open_set(NULL, NULL, "{", 1, 0, NULL) != 0, "no out");
	check(plugin->open_set(&none, NULL, set_json, sizeof set_json - 1,
			       0x80000000u, NULL) != 0,
	      "an unknown flag at open");
	plugin->close(NULL);
	for (uint32_t i = 0; i < 300; i++)
		texts &= plugin->reason_text(i) != NULL;
	check(texts && plugin->reason_text(UINT32_MAX), "reason_text");
}

/* dlsym gives an object pointer where a function's is wanted. */
#define LOOK_UP(library, name, function)                                       \
	do {                                                                   \
		void *symbol = dlsym((library), (name));                       \
		memcpy(&(function), &symbol, sizeof(function));                \
	} while (0)

int
main(int argc, char **argv)
{
	const struct portero_plugin *(*table)(uint32_t);
	int (*hook)(const struct portero *, const struct portero_request *,
		    struct portero_decision *);
	struct portero_error err = { .size = sizeof err };
	void *library = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW | RTLD_LOCAL);

	if (!library) {
		printf("%s\n", dlerror());
		return 1;
	}
	LOOK_UP(library, "portero_plugin", table);
	LOOK_UP(library, "check_job_creation", hook);
	if (!table || !hook || !(plugin = table(PORTERO_ABI))) {
		puts("no portero_plugin, or not for this ABI");
		return 1;
	}
	check(plugin->size >= sizeof *plugin && plugin->abi == PORTERO_ABI,
	      "the table is as long as the header says");
	check(!table(0), "a host of ABI 0 is refused");
	if (plugin->open_set(&set, NULL, set_json, sizeof set_json - 1, 0,
			     &err) != 0) {
		printf("open_set: %s:%u:%u: %s\n", err.file, err.line,
		       err.column, err.text);
		return 1;
	}
	check(ask(&good).effect == PORTERO_ALLOW, "the good request");
	old_host();
	new_host();
	misuse();
	around(hook);
	plugin->close(set);
	dlclose(library);
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
