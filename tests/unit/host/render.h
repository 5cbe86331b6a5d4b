/* SPDX-License-Identifier: MIT */
/* render.h - a request as sorted lines of text, to compare with a literal. */
#ifndef PORTERO_TEST_RENDER_H
#define PORTERO_TEST_RENDER_H

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../host/lib/request.h"

/* A copy of TEXT with " for '. */
static inline char *
render_quotes(const char *text)
{
	char *copy = strdup(text);

	for (char *p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	return copy;
}

/* JSON written with ' for ". */
static inline json_t *
render_json(const char *text)
{
	char *copy = render_quotes(text);
	json_t *json = json_loads(copy, JSON_DECODE_ANY, NULL);

	free(copy);
	return json;
}

struct rendering {
	char lines[96][512];
	size_t n;
	char text[16384];
};

__attribute__((format(printf, 2, 3))) static inline void
render_line(struct rendering *r, const char *format, ...)
{
	va_list args;

	if (r->n == 96)
		abort();
	va_start(args, format);
	vsnprintf(r->lines[r->n++], sizeof r->lines[0], format, args);
	va_end(args);
}

static inline int
render_compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static inline void
render_attr(struct rendering *r, const struct portero_attr *a)
{
	char values[400] = "";
	size_t len = 0;

	if (a->nvalues == PORTERO_UNKNOWN) {
		render_line(r, "%s ?", a->key.ptr);
		return;
	}
	for (size_t i = 0; i < a->nvalues; i++)
		len += (size_t)snprintf(values + len, sizeof values - len,
					"%s%s", i ? " | " : "",
					a->values[i].ptr);
	render_line(r, "%s = %s", a->key.ptr, values);
}

/* "also A", "key = value | value", "key ?", "on R", "role R for SERVICE" */
static inline const char *
render_request(struct rendering *r, struct request *request)
{
	const struct portero_request *p = request_get(request);

	r->n = 0;
	r->text[0] = '\0';
	if (!p)
		abort();
	if (p->resource.ptr)
		render_line(r, "on %s", p->resource.ptr);
	for (size_t i = 0; i < p->nalso; i++)
		render_line(r, "also %s", p->also[i].ptr);
	for (size_t i = 0; i < p->nroles; i++)
		render_line(r, "role %s for %s", p->roles[i].arn.ptr,
			    p->roles[i].service.ptr);
	for (size_t i = 0; i < p->nattrs; i++)
		render_attr(r, &p->attrs[i]);
	qsort(r->lines, r->n, sizeof r->lines[0], render_compare);
	for (size_t i = 0; i < r->n; i++) {
		strncat(r->text, r->lines[i],
			sizeof r->text - strlen(r->text) - 1);
		strncat(r->text, "\n", sizeof r->text - strlen(r->text) - 1);
	}
	return r->text;
}

#endif
