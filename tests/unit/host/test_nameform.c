/* SPDX-License-Identifier: MIT */
/* Tests of host/lib/nameform.c. Names marked "real" are from public reports. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../../host/lib/nameform.h"

#define LEN(table) (sizeof(table) / sizeof *(table))

static struct portero_str
str(const char *text)
{
	return (struct portero_str){ text, strlen(text) };
}

static void
reads_from_the_right(void **state)
{
	static const struct {
		const char *name;
		enum name_form form;
		const char *parts; /* prefix|execution|step|token|count */
	} cases[] = {
		/* real */
		{ "pipelines-kytlemm1lvpq-PreprocessingStep-cIpzShs3Qp",
		  NAME_DEFAULT, "|kytlemm1lvpq|PreprocessingStep|cIpzShs3Qp|" },
		{ "pipelines-8pk6dxn4cfvl-Rossmann-Model-Train-bPVYsMzUlc",
		  NAME_DEFAULT,
		  "|8pk6dxn4cfvl|Rossmann-Model-Train|bPVYsMzUlc|" },
		{ "pipelines-7qjz5e7zwzvd-fashionmnist-2021-06-93egbiyqvl",
		  NAME_DEFAULT,
		  "|7qjz5e7zwzvd|fashionmnist-2021-06|93egbiyqvl|" },
		/* made up */
		{ "pipelines-8pk6dxn4cfvl-Step-bPVYsMzUlc-12", NAME_DEFAULT,
		  "|8pk6dxn4cfvl|Step|bPVYsMzUlc|12" },
		{ "fraud-k2m9x0q7w3ab-Zt81kQm2Ls", NAME_PREFIX,
		  "fraud|k2m9x0q7w3ab||Zt81kQm2Ls|" },
		{ "fraud-detection-k2m9x0q7w3ab-Zt81kQm2Ls", NAME_PREFIX,
		  "fraud-detection|k2m9x0q7w3ab||Zt81kQm2Ls|" },
		{ "fraud-k2m9x0q7w3ab-Zt81kQm2Ls-3", NAME_PREFIX,
		  "fraud|k2m9x0q7w3ab||Zt81kQm2Ls|3" },
		/* ten digits are a token, or the count behind one */
		{ "fraud-k2m9x0q7w3ab-0123456789", NAME_PREFIX,
		  "fraud|k2m9x0q7w3ab||0123456789|" },
		{ "fraud-k2m9x0q7w3ab-Zt81kQm2Ls-0123456789", NAME_PREFIX,
		  "fraud|k2m9x0q7w3ab||Zt81kQm2Ls|0123456789" },
		/* a step of 21 bytes: then it is no name without prefix */
		{ "pipelines-8pk6dxn4cfvl-ThisStepHas21Letters1-bPVYsMzUlc",
		  NAME_OTHER, "||||" },
		/* the prefix itself may look like anything */
		{ "a-b-c-k2m9x0q7w3ab-Zt81kQm2Ls", NAME_PREFIX,
		  "a-b-c|k2m9x0q7w3ab||Zt81kQm2Ls|" },
		{ "k2m9x0q7w3ab-Zt81kQm2Ls", NAME_OTHER, "||||" },
		{ "-k2m9x0q7w3ab-Zt81kQm2Ls", NAME_OTHER, "||||" },
		{ "fraud-K2m9x0q7w3ab-Zt81kQm2Ls", NAME_OTHER, "||||" },
		{ "fraud-k2m9x0q7w3a-Zt81kQm2Ls", NAME_OTHER, "||||" },
		{ "fraud-k2m9x0q7w3ab-Zt81kQm2L", NAME_OTHER, "||||" },
		{ "fraud-k2m9x0q7w3ab-Zt81kQm2Ls-", NAME_OTHER, "||||" },
		{ "fraud-k2m9x0q7w3ab-Zt81kQm2Ls-x", NAME_OTHER, "||||" },
		{ "fraud", NAME_OTHER, "||||" },
		{ "", NAME_OTHER, "||||" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct name_parts p;
		char parts[128];

		nameform_parse(str(cases[i].name), &p);
		snprintf(parts, sizeof parts, "%.*s|%.*s|%.*s|%.*s|%.*s",
			 (int)p.prefix.len, p.prefix.ptr, (int)p.execution.len,
			 p.execution.ptr, (int)p.step.len, p.step.ptr,
			 (int)p.token.len, p.token.ptr, (int)p.count.len,
			 p.count.ptr);
		if (p.form == NAME_OTHER) /* the rest does not count */
			strcpy(parts, "||||");
		if (p.form != cases[i].form ||
		    strcmp(parts, cases[i].parts) != 0)
			fail_msg("%s: form %d, %s", cases[i].name, (int)p.form,
				 parts);
	}
}

static void
knows_legal_names(void **state)
{
	static const char *const good[] = { "a", "Z9", "a--b", "a-1" };
	static const char *const bad[] = { "",	  "-a",	 "a-", "a_b",
					   "a.b", "a b", "-",  "\xc3\xa9" };

	(void)state;
	for (size_t i = 0; i < LEN(good); i++)
		assert_true(nameform_legal(str(good[i])));
	for (size_t i = 0; i < LEN(bad); i++)
		assert_false(nameform_legal(str(bad[i])));
}

/* The limits of SageMaker: "Pipelines Access Management", and the API. */
static void
knows_kinds(void **state)
{
	const struct name_kind *k = nameform_kind("training");

	(void)state;
	assert_string_equal(k->kind, "Training");
	assert_int_equal(k->name, 63);
	assert_int_equal(k->prefix, 38);
	k = nameform_operation(str("CreateHyperParameterTuningJob"));
	assert_string_equal(k->kind, "Tuning");
	assert_int_equal(k->name, 32);
	assert_int_equal(k->prefix, 6);
	assert_null(nameform_kind("train"));
	assert_null(nameform_operation(str("CreateTraining")));
	assert_null(nameform_operation(str("")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_from_the_right),
		cmocka_unit_test(knows_legal_names),
		cmocka_unit_test(knows_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
