/* SPDX-License-Identifier: MIT */
/*
 * Roles in the body of a call: what the ARN of one looks like, and which member
 * could hold one, by its name.
 */
#include "sagemaker_reader.h"

#include <string.h>
#include <strings.h>

#include "text.h"

static bool
is_role_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c != '\0' && strchr("+=,.@_/-", c));
}

bool
sagemaker_is_role(const char *arn)
{
	static const char role[] = ":role/";
	const char *p;

	/* SageMaker API Reference, RoleArn */
	if (!text_starts(arn, "arn:aws") || strlen(arn) > PORTERO_MAX_TEXT)
		return false;
	p = arn + strlen("arn:aws");
	while ((*p >= 'a' && *p <= 'z') || *p == '-')
		p++;
	if (!text_starts(p, ":iam::"))
		return false;
	p += strlen(":iam::");
	if (strspn(p, "0123456789") != 12 || !text_starts(p + 12, role))
		return false;
	p += 12 + strlen(role);
	if (*p == '\0')
		return false;
	while (is_role_character(*p))
		p++;
	return *p == '\0' && p[-1] != '/';
}

/* Is P "Role" with "Arn" or nothing behind it, in any case? */
static bool
is_role(const char *p)
{
	return strncasecmp(p, "role", 4) == 0 &&
	       (p[4] == '\0' || strncasecmp(p + 4, "arn", 3) == 0);
}

/*
 * "RoleArn" anywhere, "Role" at the end, in any case. Where a "role" could end,
 * the letter says how far it is to where the next one could (Horspool).
 */
bool
body_sounds_like_role(const char *member)
{
	const size_t len = strlen(member);

	for (size_t end = 3; end < len;) {
		switch (member[end] | 0x20) {
		case 'r':
			end += 3;
			break;
		case 'o':
			end += 2;
			break;
		case 'l':
			end += 1;
			break;
		case 'e':
			if (is_role(member + end - 3))
				return true;
			end += 4;
			break;
		default:
			end += 4;
		}
	}
	return false;
}

bool
body_is_free_map(const char *member)
{
	static const char *const maps[] = {
		"Environment",
		"HyperParameters",
		"StaticHyperParameters",
		"CustomerMetadataProperties",
		"HookParameters",
		"CollectionParameters",
		"RuleParameters",
		"ProfilingParameters",
		"OptimizationEnvironment",
		"OverrideEnvironment",
		"TextGenerationHyperParameters",
		"ContainerArguments",
	};

	for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
		if (*member == *maps[i] && text_equal(member, maps[i]))
			return true;
	return false;
}
