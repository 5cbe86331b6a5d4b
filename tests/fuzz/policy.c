/* SPDX-License-Identifier: MIT */
/* policy.c - one policy document, as every type, alone and in a set. */
#include "ask.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char before[] =
		"{\"schema\":\"portero.set/1\",\"accounts\":[{\"id\":"
		"\"111122223333\",\"users\":[{\"name\":\"Ana\",\"policies\":[",
			  between[] =
				  "]}],\"roles\":[{\"name\":\"R\",\"trust\":",
			  after[] = "}]}]}";
	const char *policy = (const char *)data;
	size_t n = 0;
	char *set;

	ask_policy(size ? policy : "", size);
	set = malloc(sizeof before + sizeof between + sizeof after + 2 * size);
	if (!set)
		return 0;
#define ADD(text, length)                                                      \
	(memcpy(set + n, (length) ? (text) : "", length), n += (length))
	ADD(before, sizeof before - 1);
	ADD(policy, size);
	ADD(between, sizeof between - 1);
	ADD(policy, size);
	ADD(after, sizeof after - 1);
	ask_set(set, n);
	free(set);
	return 0;
}
