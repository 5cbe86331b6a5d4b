/* SPDX-License-Identifier: MIT */
/*
 * Roles in the body of a call: what the ARN of one looks like, and which member
 * could hold one, by its name.
 */
#include "sagemaker_reader.h"

#include <string.h>
#include <strings.h>

static bool
is_role_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c != '\0' && strchr("+=,.@_/-", c));
}

static bool
is_partition_character(char c)
{
	return (c >= 'a' && c <= 'z') || c == '-';
}

/* Takes PREFIX off *S. */
static inline bool
take(struct portero_str *s, const char *prefix)
{
	if (!slice_starts(*s, prefix))
		return false;
	*s = slice_behind(*s, strlen(prefix));
	return true;
}

bool
sagemaker_is_role(struct portero_str arn)
{
	/* SageMaker API Reference, RoleArn */
	if (arn.len > PORTERO_MAX_TEXT || !take(&arn, "arn:aws"))
		return false;
	arn = slice_behind(arn, slice_span(arn, is_partition_character));
	if (!take(&arn, ":iam::") || slice_span(arn, slice_is_digit) != 12)
		return false;
	arn = slice_behind(arn, 12);
	return take(&arn, ":role/") && arn.len > 0 &&
	       slice_span(arn, is_role_character) == arn.len &&
	       arn.ptr[arn.len - 1] != '/';
}

/* Is there "Role" with "Arn" or nothing behind it in S at AT, in any case? */
static bool
is_role(struct portero_str s, size_t at)
{
	const size_t left = s.len - at;

	return strncasecmp(s.ptr + at, "role", 4) == 0 &&
	       (left == 4 ||
		(left >= 7 && strncasecmp(s.ptr + at + 4, "arn", 3) == 0));
}

/*
 * "RoleArn" anywhere, "Role" at the end, in any case. Where a "role" could end,
 * the letter says how far it is to where the next one could (Horspool).
 */
bool
body_sounds_like_role(struct portero_str member)
{
	for (size_t end = 3; end < member.len;) {
		switch (member.ptr[end] | 0x20) {
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
			if (is_role(member, end - 3))
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
body_is_free_map(struct portero_str member)
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
		if (slice_is(member, maps[i]))
			return true;
	return false;
}
