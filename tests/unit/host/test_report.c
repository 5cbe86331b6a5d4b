/* SPDX-License-Identifier: MIT */
/*
 * Tests of host/lib/trace.c, nearest.c, place.c and of what the reports say of
 * a trace that is told here event by event. Whole outputs are in tests/cases.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/report_parts.h"

#define LEN(table) (sizeof(table) / sizeof *(table))

static struct portero_str
str(const char *text)
{
	return (struct portero_str){ text, strlen(text) };
}

/* The trace must not keep a pointer of an event. */
static void
traces_own_their_text(void **state)
{
	struct trace *t = trace_new();
	const struct portero_trace *hook = trace_hook(t);
	char text[] = "action", value[] = "value";
	struct portero_str values[] = { { value, 5 }, { value, 2 } };
	struct portero_event e = { .size = sizeof e,
				   .kind = PORTERO_EVENT_CONDITION,
				   .text = { text, 6 },
				   .actual = values,
				   .nactual = 2 };

	(void)state;
	hook->event(hook->arg, &e);
	e.nactual = PORTERO_UNKNOWN;
	hook->event(hook->arg, &e);
	e.size = offsetof(struct portero_event, text); /* an older plugin */
	hook->event(hook->arg, &e);
	memset(text, 'x', 6);
	memset(value, 'x', 5);
	memset(values, 0, sizeof values);
	assert_int_equal(trace_count(t), 3);
	assert_string_equal(trace_event(t, 0)->text.ptr, "action");
	assert_string_equal(trace_event(t, 0)->actual[0].ptr, "value");
	assert_int_equal(trace_event(t, 0)->actual[1].len, 2);
	assert_true(trace_event(t, 1)->nactual == PORTERO_UNKNOWN);
	assert_null(trace_event(t, 2)->text.ptr);
	for (int i = 0; i < 5000; i++)
		hook->event(hook->arg, trace_event(t, 0));
	assert_int_equal(trace_count(t), 5003);
	assert_string_equal(trace_event(t, 5002)->actual[0].ptr, "value");
	assert_false(trace_incomplete(t));
	trace_clear(t);
	assert_int_equal(trace_count(t), 0);
	trace_free(t);
}

static void
finds_where_a_pattern_parts(void **state)
{
	static const struct {
		const char *pattern, *text;
		const char *wants, *has; /* what is left; NULL: they match */
	} cases[] = {
		{ "abc", "abc", NULL, NULL },
		{ "a*", "abc", NULL, NULL },
		{ "*", "", NULL, NULL },
		{ "*c", "abc", NULL, NULL },
		{ "a?c", "abc", NULL, NULL },
		{ "a*c*", "abcd", NULL, NULL },
		{ "abd", "abc", "d", "c" },
		{ "ab", "abc", "", "c" },
		{ "abcd", "abc", "d", "" },
		{ "", "abc", "", "abc" },
		{ "*/fraud-*", "training-job/pipelines-x", "fraud-*",
		  "pipelines-x" },
		{ "a:*:t/fraud-*", "a:eu-west-1:t/pipelines", "fraud-*",
		  "pipelines" },
		/* of several beginnings of a piece the longest counts */
		{ "*abX", "ab-abY", "X", "-abY" },
		{ "*abcX", "ab-abcY", "X", "Y" },
		/* the last piece must be the end */
		{ "*-end", "x-end-1", "", "-1" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct difference d = nearest_difference(str(cases[i].pattern),
							 str(cases[i].text));

		if (d.matches != (cases[i].wants == NULL))
			fail_msg("%s %s", cases[i].pattern, cases[i].text);
		if (d.matches)
			continue;
		if (strcmp(cases[i].pattern + d.pattern, cases[i].wants) != 0 ||
		    strcmp(cases[i].text + d.text, cases[i].has) != 0)
			fail_msg("%s %s: \"%s\" \"%s\"", cases[i].pattern,
				 cases[i].text, cases[i].pattern + d.pattern,
				 cases[i].text + d.text);
	}
}

static const char policy[] =
	"{ \"Statement\": [\n"
	"    { \"Effect\": \"Deny\", \"NotAction\": [\"s3:Get*\"],\n"
	"      \"Resource\": [\"arn:a\", \"arn:\\u0062\"],\n"
	"      \"Principal\": {\"AWS\": [\"1\"]},\n"
	"      \"Condition\": { \"StringEquals\": { \"aws:X\": \"1\",\n"
	"\t\t\"aws:PrincipalTag/Team\": \"2\" } } }\n"
	"  ] }\n";

static void
finds_places(void **state)
{
	static const struct {
		struct place_element element;
		uint32_t line, column;
		size_t width;
	} cases[] = {
		{ { .name = NULL }, 2, 5, 0 },
		{ { .name = "Action" }, 2, 39, 9 },
		{ { .name = "Resource", .value = { "arn:b", 5 } }, 3, 29, 12 },
		{ { .name = "Resource", .value = { "arn:z", 5 } }, 3, 20, 7 },
		{ { .name = "Principal" }, 4, 29, 3 },
		{ { .name = "Condition",
		    .op = { "stringequals", 12 },
		    .key = { "aws:principaltag/team", 21 } },
		  6,
		  3,
		  23 },
		{ { .name = "Condition", .op = { "Bool", 4 } }, 5, 20, 0 },
		{ { .name = "Nothing" }, 2, 5, 0 },
	};
	char path[] = "/tmp/portero-place-XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");
	struct place p;

	(void)state;
	fputs(policy, f);
	fclose(f);
	for (size_t i = 0; i < LEN(cases); i++) {
		assert_true(place_find(&p, "/tmp", str(path), 2, 5,
				       &cases[i].element));
		assert_int_equal(p.number, cases[i].line);
		assert_int_equal(p.column, cases[i].column);
		if (cases[i].width)
			assert_int_equal(p.width, cases[i].width);
		place_free(&p);
	}
	/* relative to the directory, and what is not there any more */
	assert_true(place_find(&p, "/tmp", str(path + 5), 2, 5, NULL));
	place_free(&p);
	assert_false(place_find(&p, "/tmp", str(path), 2, 6, NULL));
	assert_false(place_find(&p, "/tmp", str(path), 99, 1, NULL));
	assert_false(place_find(&p, "/tmp", str(path), 0, 0, NULL));
	assert_false(place_find(&p, "/tmp", str("none.json"), 2, 5, NULL));
	remove(path);
	assert_false(place_find(&p, "/tmp", str(path), 2, 5, NULL));
}

/* CVE-2023-28486: whatever a request or policy holds stays on its line. */
static void
escapes_what_others_wrote(void **state)
{
	static const char evil[] = "a\nALLOW  \033[2Jx\xe2\x80\xae";
	struct portero_request request = { .size = sizeof request,
					   .action = str(evil),
					   .resource = str(evil) };
	struct portero_decision d = { .size = sizeof d,
				      .reason = PORTERO_REASON_NO_PLUGIN };
	struct report r = { .request = &request, .decision = &d, .name = evil };
	char text[2000];
	FILE *out;

	(void)state;
	strcpy(d.detail, evil);
	strcpy(d.policy, evil);
	for (int json = 0; json < 2; json++) {
		memset(text, 0, sizeof text);
		out = fmemopen(text, sizeof text, "w");
		if (json)
			report_json(out, &r);
		else
			report_text(out, &r);
		fclose(out);
		assert_null(strchr(text, '\033'));
		assert_null(strstr(text, "\xe2\x80\xae"));
		assert_null(strstr(text, "\nALLOW"));
		if (!json)
			assert_memory_equal(text, "DENY (unjudged)  ", 17);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traces_own_their_text),
		cmocka_unit_test(finds_where_a_pattern_parts),
		cmocka_unit_test(finds_places),
		cmocka_unit_test(escapes_what_others_wrote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
