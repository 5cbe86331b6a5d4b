/* SPDX-License-Identifier: MIT */
/* The folder that stands for S3: s3://BUCKET/KEY is STORE/BUCKET/KEY. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../host/lib/textfile.h"
#include "evaluate.h"

/* Keys are names, not ways out of the store. */
static bool
is_inside(const char *key)
{
	return *key != '\0' && *key != '/' && !strstr(key, "//") &&
	       !strstr(key, "/../") && strncmp(key, "../", 3) != 0 &&
	       !(strlen(key) >= 3 && strcmp(key + strlen(key) - 3, "/..") == 0);
}

json_t *
store_read(const struct execution *e, const char *uri, char why[WHY_MAX])
{
	struct portero_error err = { .size = sizeof err };
	json_error_t bad;
	json_t *json = NULL;
	char path[2048], *text = NULL;
	size_t len;
	int n;

	n = snprintf(path, sizeof path, "%s/%s", e->set->store, uri + 5);
	if (strncmp(uri, "s3://", 5) != 0 || !is_inside(uri + 5) || n < 0 ||
	    (size_t)n >= sizeof path) {
		snprintf(why, WHY_MAX, "%.200s is no object", uri);
	} else if (!textfile_read(path, TEXTFILE_MAX, &text, &len, &err)) {
		snprintf(why, WHY_MAX, "%.200s: %.200s", uri, err.text);
	} else {
		json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &bad);
		if (!json)
			snprintf(why, WHY_MAX, "%.200s is no JSON: %.160s", uri,
				 bad.text);
	}
	free(text);
	return json;
}
