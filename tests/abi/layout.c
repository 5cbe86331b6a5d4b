/* SPDX-License-Identifier: MIT */
/*
 * layout.c - where every field of every public struct lies on a 64-bit system.
 * A field that is appended adds a line and a minor version; a line that has to
 * change breaks every host that is already built.
 */
#include <stdio.h>

#include "../../plugin/portero.h"

#define AT(type, field, offset)                                                \
	_Static_assert(offsetof(struct portero_##type, field) == (offset),     \
		       #type "." #field " moved")
#define SIZE(type, size)                                                       \
	_Static_assert(sizeof(struct portero_##type) == (size),                \
		       "size of " #type " changed")

#if defined(__LP64__)
AT(str, ptr, 0);
AT(str, len, 8);
SIZE(str, 16);

AT(attr, key, 0);
AT(attr, values, 16);
AT(attr, nvalues, 24);
SIZE(attr, 32);

AT(role, arn, 0);
AT(role, service, 16);
SIZE(role, 32);

AT(request, size, 0);
AT(request, principal, 8);
AT(request, action, 24);
AT(request, resource, 40);
AT(request, also, 56);
AT(request, nalso, 64);
AT(request, roles, 72);
AT(request, nroles, 80);
AT(request, attrs, 88);
AT(request, nattrs, 96);
AT(request, now, 104);
AT(request, trace, 112);
AT(request, flags, 120);
AT(request, reserved, 124);
AT(request, resource_account, 128);
SIZE(request, 144);

AT(decision, size, 0);
AT(decision, effect, 8);
AT(decision, reason, 12);
AT(decision, layer, 16);
AT(decision, statement, 20);
AT(decision, line, 24);
AT(decision, column, 28);
AT(decision, generation, 32);
AT(decision, policy, 40);
AT(decision, sid, 296);
AT(decision, detail, 424);
AT(decision, question, 680);
AT(decision, item, 684);
AT(decision, steps, 688);
AT(decision, level, 692);
SIZE(decision, 696);

AT(event, size, 0);
AT(event, kind, 8);
AT(event, question, 12);
AT(event, item, 16);
AT(event, layer, 20);
AT(event, level, 24);
AT(event, effect, 28);
AT(event, outcome, 32);
AT(event, part, 36);
AT(event, reason, 40);
AT(event, statement, 44);
AT(event, line, 48);
AT(event, column, 52);
AT(event, policy, 56);
AT(event, sid, 72);
AT(event, text, 88);
AT(event, target, 104);
AT(event, expected, 120);
AT(event, actual, 136);
AT(event, nactual, 144);
SIZE(event, 152);

AT(trace, size, 0);
AT(trace, arg, 8);
AT(trace, event, 16);
SIZE(trace, 24);

AT(error, size, 0);
AT(error, code, 8);
AT(error, line, 12);
AT(error, column, 16);
AT(error, width, 20);
AT(error, inner_line, 24);
AT(error, inner_column, 28);
AT(error, id, 32);
AT(error, file, 72);
AT(error, text, 328);
AT(error, hint, 712);
AT(error, source, 968);
AT(error, source_column, 1224);
AT(error, reserved, 1228);
SIZE(error, 1232);

AT(host, size, 0);
AT(host, arg, 8);
AT(host, log, 16);
AT(host, clock, 24);
SIZE(host, 32);

AT(finding, size, 0);
AT(finding, severity, 8);
AT(finding, line, 12);
AT(finding, column, 16);
AT(finding, width, 20);
AT(finding, inner_line, 24);
AT(finding, inner_column, 28);
AT(finding, source_column, 32);
AT(finding, statement, 36);
AT(finding, reserved, 40);
AT(finding, id, 44);
AT(finding, file, 84);
AT(finding, policy, 340);
AT(finding, text, 596);
AT(finding, hint, 980);
AT(finding, source, 1236);
SIZE(finding, 1496);

AT(lint, size, 0);
AT(lint, arg, 8);
AT(lint, finding, 16);
AT(lint, document, 24);
AT(lint, reserved, 28);
AT(lint, name, 32);
SIZE(lint, 48);

AT(rule, size, 0);
AT(rule, severity, 8);
AT(rule, reserved, 12);
AT(rule, id, 16);
AT(rule, what, 24);
SIZE(rule, 32);

AT(plugin, size, 0);
AT(plugin, abi, 8);
AT(plugin, reserved, 12);
AT(plugin, name, 16);
AT(plugin, version, 24);
AT(plugin, open, 32);
AT(plugin, open_set, 40);
AT(plugin, reload, 48);
AT(plugin, close, 56);
AT(plugin, check_job_creation, 64);
AT(plugin, check_access, 72);
AT(plugin, check_job_creations, 80);
AT(plugin, reason_text, 88);
AT(plugin, lint, 96);
AT(plugin, lint_rule, 104);
SIZE(plugin, 112);
#endif

/* Numbers that hosts have compiled in. */
_Static_assert(PORTERO_ABI == 1, "ABI");
_Static_assert(PORTERO_DENY == 0, "zero denies");
_Static_assert(PORTERO_ALLOW == 0xa53c96d2, "ALLOW");
_Static_assert(PORTERO_FROM_PIPELINE == 1, "flags");
_Static_assert(PORTERO_REASON_NAME_NO_PREFIX == 15 &&
		       PORTERO_REASON_TRUST_EXPLICIT_DENY == 26 &&
		       PORTERO_REASON_TRUST_NO_SERVICE == 37 &&
		       PORTERO_REASON_RESOURCE_MISMATCH == 56 &&
		       PORTERO_REASON_REFUSED == 90 &&
		       PORTERO_REASON_UNJUDGED == 100 &&
		       PORTERO_REASON_INTERNAL == 107,
	       "reason codes");
_Static_assert(PORTERO_QUESTION_TRUST == 5 && PORTERO_LAYER_TRUST == 9 &&
		       PORTERO_EVENT_ANSWER == 5 &&
		       PORTERO_OUTCOME_ABSENT == 3 &&
		       PORTERO_PART_CONDITION == 4 &&
		       PORTERO_ERROR_LIMIT == 6 &&
		       PORTERO_SEVERITY_ERROR == 3 &&
		       PORTERO_DOCUMENT_TRUST == 8,
	       "enumerations");

/* CVE-2023-42465 (sudo): one flipped bit must not turn a no into a yes. */
static int
far_apart(uint32_t a, uint32_t b)
{
	int bits = 0;

	for (uint32_t x = a ^ b; x; x &= x - 1)
		bits++;
	return bits >= 12;
}

int
main(void)
{
	if (!far_apart(PORTERO_ALLOW, PORTERO_DENY) ||
	    !far_apart(PORTERO_ALLOW, UINT32_MAX) ||
	    !far_apart(PORTERO_ALLOW, 1)) {
		puts("PORTERO_ALLOW is too near to another value");
		return 1;
	}
	return 0;
}
