/* SPDX-License-Identifier: MIT */
/* request.c - a request that can be read can be written and read again. */
#include "fuzz.h"

#include "../../host/lib/request.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct portero_error err = { .size = sizeof err };
	struct request *a = request_new(), *b = request_new();
	const char *text = size ? (const char *)data : "";

	HOLDS(a && b);
	if (request_parse(a, "input", text, size, &err)) {
		json_t *json = request_to_json(request_get(a)), *again;

		HOLDS(json);
		HOLDS(request_from_json(b, json, "again", NULL, 0, &err));
		again = request_to_json(request_get(b));
		HOLDS(json_equal(json, again));
		json_decref(json);
		json_decref(again);
	} else {
		HOLDS(err.code != PORTERO_OK && err.text[0]);
	}
	request_free(a);
	request_free(b);
	return 0;
}
