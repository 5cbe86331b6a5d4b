/* SPDX-License-Identifier: MIT */
/*
 * Tests of host/lib/stack.c. It is included whole, so that the plugins it loads
 * are the fakes below: loader_load finds them by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../host/lib/stack.c" /* NOLINT(bugprone-suspicious-include) */

#define LEN(table) (sizeof(table) / sizeof *(table))

/* A handle says what its plugin answers. */
struct portero {
	struct portero_decision answer;
	int code;
	bool silent; /* leaves the decision as it was */
};

static int opened, closed, asked;

static int
fake_open(struct portero **out, const struct portero_host *host,
	  const char *config, uint32_t flags, struct portero_error *err)
{
	struct portero *p;

	(void)host, (void)flags;
	*out = NULL;
	if (strcmp(config, "fails") == 0) {
		err->code = PORTERO_ERROR_POLICY;
		return PORTERO_ERROR_POLICY;
	}
	if (strcmp(config, "fails silently") == 0)
		return PORTERO_ERROR_CONFIG;
	if (strcmp(config, "gives nothing") == 0)
		return PORTERO_OK;
	p = calloc(1, sizeof *p);
	p->answer = (struct portero_decision){ .size = sizeof p->answer };
	p->code = 1;
	opened++;
	if (strcmp(config, "allows") == 0) {
		p->answer.effect = PORTERO_ALLOW;
		p->answer.reason = PORTERO_REASON_ALLOWED;
		p->code = 0;
	} else if (strcmp(config, "denies") == 0) {
		p->answer.reason = PORTERO_REASON_REFUSED;
		strcpy(p->answer.detail, "closed");
	} else if (strcmp(config, "allows and returns 1") == 0) {
		p->answer.effect = PORTERO_ALLOW;
		p->answer.reason = PORTERO_REASON_ALLOWED;
	} else if (strcmp(config, "denies and returns 0") == 0) {
		p->answer.reason = PORTERO_REASON_REFUSED;
		p->code = 0;
	} else if (strcmp(config, "allows for a reason to deny") == 0) {
		p->answer.effect = PORTERO_ALLOW;
		p->answer.reason = PORTERO_REASON_SCP_EXPLICIT_DENY;
		p->code = 0;
	} else if (strcmp(config, "damaged") == 0) {
		p->answer.effect = PORTERO_ALLOW ^ 1;
		p->answer.reason = PORTERO_REASON_ALLOWED;
		p->code = 0;
	} else if (strcmp(config, "silent") == 0) {
		p->silent = true;
		p->code = 0;
	}
	*out = p;
	return PORTERO_OK;
}

static int
fake_open_set(struct portero **out, const struct portero_host *host,
	      const void *set, size_t len, uint32_t flags,
	      struct portero_error *err)
{
	(void)host, (void)set, (void)len, (void)flags, (void)err;
	*out = NULL;
	return PORTERO_ERROR_USAGE;
}

static int
fake_reload(struct portero **out, const struct portero *old,
	    struct portero_error *err)
{
	(void)old;
	return fake_open(out, NULL, "denies", 0, err);
}

static void
fake_close(struct portero *set)
{
	closed += set != NULL;
	free(set);
}

static int
fake_check(const struct portero *set, const struct portero_request *request,
	   struct portero_decision *decision)
{
	(void)request;
	asked++;
	if (!set->silent)
		*decision = set->answer;
	return set->code;
}

static size_t
fake_checks(const struct portero *set,
	    const struct portero_request *const requests[],
	    struct portero_decision *const decisions[], size_t n)
{
	(void)set, (void)requests, (void)decisions, (void)n;
	return 0;
}

static const char *
fake_text(uint32_t reason)
{
	return reason == PORTERO_REASON_REFUSED ? "REFUSED: no" : NULL;
}

static const struct portero_plugin fake = {
	.size = sizeof fake,
	.abi = PORTERO_ABI,
	.name = "fake",
	.version = "1",
	.open = fake_open,
	.open_set = fake_open_set,
	.reload = fake_reload,
	.close = fake_close,
	.check_job_creation = fake_check,
	.check_access = fake_check,
	.check_job_creations = fake_checks,
	.reason_text = fake_text,
};

const struct portero_plugin *
loader_load(const char *path, struct portero_error *err)
{
	if (strcmp(path, "/missing") != 0)
		return &fake;
	error_set(err, PORTERO_ERROR_SYSTEM, "missing", NULL, "missing");
	return NULL;
}

static const struct portero_request request = { .size = sizeof request };

/* A stack of fakes with these configurations, NULL at the end. */
static struct stack *
open_fakes(const char *const configs[])
{
	struct portero_error err = { .size = sizeof err };
	struct stack_entry entries[8];
	struct stack *s = NULL;
	size_t n = 0;

	for (; configs[n]; n++)
		entries[n] = (struct stack_entry){ "/fake", configs[n] };
	stack_open(&s, entries, n, NULL, &err);
	return s;
}

static void
all_must_allow(void **state)
{
	static const struct {
		const char *configs[4];
		bool allowed;
		uint32_t reason;
		int asked; /* the first refusal ends it */
	} cases[] = {
		{ { "allows" }, true, PORTERO_REASON_ALLOWED, 1 },
		{ { "allows", "allows", "allows" },
		  true,
		  PORTERO_REASON_ALLOWED,
		  3 },
		{ { "denies" }, false, PORTERO_REASON_REFUSED, 1 },
		{ { "denies", "allows" }, false, PORTERO_REASON_REFUSED, 1 },
		{ { "allows", "denies" }, false, PORTERO_REASON_REFUSED, 2 },
		{ { "allows", "allows", "denies" },
		  false,
		  PORTERO_REASON_REFUSED,
		  3 },
		/* a plugin that contradicts itself has not allowed */
		{ { "allows and returns 1" },
		  false,
		  PORTERO_REASON_INTERNAL,
		  1 },
		{ { "denies and returns 0" },
		  false,
		  PORTERO_REASON_INTERNAL,
		  1 },
		{ { "allows for a reason to deny" },
		  false,
		  PORTERO_REASON_INTERNAL,
		  1 },
		{ { "damaged" }, false, PORTERO_REASON_INTERNAL, 1 },
		{ { "silent" }, false, PORTERO_REASON_INTERNAL, 1 },
		{ { "allows", "silent" }, false, PORTERO_REASON_INTERNAL, 2 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct stack *s = open_fakes(cases[i].configs);
		struct portero_decision d;

		for (int job = 0; job < 2; job++) {
			/* what was in it before must not matter */
			memset(&d, 0xff, sizeof d);
			d.effect = PORTERO_ALLOW;
			d.reason = PORTERO_REASON_ALLOWED;
			asked = 0;
			assert_int_equal(
				job ? stack_check_job_creation(s, &request, &d)
				    : stack_check_access(s, &request, &d),
				cases[i].allowed ? 0 : 1);
			assert_int_equal(d.effect == PORTERO_ALLOW,
					 cases[i].allowed);
			assert_int_equal(d.reason, cases[i].reason);
			assert_int_equal(asked, cases[i].asked);
		}
		stack_close(s);
	}
}

static void
the_second_says_who_it_is(void **state)
{
	const char *const configs[] = { "allows", "denies", NULL };
	struct stack *s = open_fakes(configs);
	struct portero_decision d;

	(void)state;
	stack_check_access(s, &request, &d);
	assert_string_equal(d.detail, "plugin fake: closed");
	stack_close(s);
}

static void
nothing_denies(void **state)
{
	const char *const one[] = { "allows", NULL };
	struct portero_error err = { .size = sizeof err };
	struct portero_decision d;
	struct stack *s = open_fakes(one);

	(void)state;
	memset(&d, 0xff, sizeof d);
	assert_int_equal(stack_check_job_creation(NULL, &request, &d), 1);
	assert_int_equal(d.effect, PORTERO_DENY);
	assert_int_equal(d.reason, PORTERO_REASON_NO_PLUGIN);
	/* a request that could not be made */
	assert_int_equal(stack_check_job_creation(s, NULL, &d), 1);
	assert_int_equal(d.reason, PORTERO_REASON_INTERNAL);
	stack_close(s);
	assert_int_equal(stack_open(&s, NULL, 0, NULL, &err),
			 PORTERO_ERROR_USAGE);
	assert_null(s);
	assert_string_equal(err.id, "no-plugin");
	stack_close(NULL);
	assert_string_equal(stack_reason_text(NULL, PORTERO_REASON_NO_PLUGIN),
			    "NO_PLUGIN: no plugin is loaded, and so all is "
			    "denied");
	assert_int_equal(stack_size(NULL), 0);
	assert_null(stack_plugin(NULL, 0));
}

/* All or nothing: what was opened before the one that fails is closed. */
static void
opens_all_or_none(void **state)
{
	static const struct {
		const char *plugin, *config;
		int code;
	} last[] = {
		{ "/missing", "allows", PORTERO_ERROR_SYSTEM },
		{ "/fake", "fails", PORTERO_ERROR_POLICY },
		{ "/fake", "fails silently", PORTERO_ERROR_CONFIG },
		{ "/fake", "gives nothing", PORTERO_ERROR_SYSTEM },
	};

	(void)state;
	for (size_t i = 0; i < LEN(last); i++) {
		const struct stack_entry entries[] = {
			{ "/fake", "allows" },
			{ "/fake", "denies" },
			{ last[i].plugin, last[i].config },
		};
		struct portero_error err = { .size = sizeof err };
		struct stack *s = (struct stack *)&err;

		opened = closed = 0;
		assert_int_equal(stack_open(&s, entries, 3, NULL, &err),
				 last[i].code);
		assert_null(s);
		assert_int_equal(err.code, last[i].code);
		assert_int_equal(opened, 2);
		assert_int_equal(closed, 2);
		/* who does not want to know why is not served better */
		assert_int_equal(stack_open(&s, entries, 3, NULL, NULL),
				 last[i].code);
		assert_null(s);
	}
}

static void
reloads(void **state)
{
	const char *const configs[] = { "allows", "allows", NULL };
	struct portero_error err = { .size = sizeof err };
	struct stack *old = open_fakes(configs), *s;
	struct portero_decision d;

	(void)state;
	assert_int_equal(stack_reload(&s, old, &err), PORTERO_OK);
	assert_int_equal(stack_check_access(s, &request, &d), 1);
	assert_int_equal(stack_check_access(old, &request, &d), 0);
	stack_close(old);
	stack_close(s);
	assert_int_equal(stack_reload(&s, NULL, &err), PORTERO_ERROR_USAGE);
	assert_null(s);
}

static void
reasons_are_never_null(void **state)
{
	const char *const configs[] = { "allows", NULL };
	struct stack *s = open_fakes(configs);

	(void)state;
	assert_string_equal(stack_reason_text(s, PORTERO_REASON_REFUSED),
			    "REFUSED: no");
	assert_non_null(stack_reason_text(s, 4711));
	stack_close(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_must_allow),
		cmocka_unit_test(the_second_says_who_it_is),
		cmocka_unit_test(nothing_denies),
		cmocka_unit_test(opens_all_or_none),
		cmocka_unit_test(reloads),
		cmocka_unit_test(reasons_are_never_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
