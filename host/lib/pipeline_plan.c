/* SPDX-License-Identifier: MIT */
/* What the files that plan a pipeline share: errors, values, questions. */
#include "pipeline_plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "text.h"

bool
plan_fail(struct plan *p, const char *id, const char *hint, const char *format,
	  ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	if (p->path.len == 0)
		return error_set(p->err, PORTERO_ERROR_CONFIG, id, hint, "%s",
				 what);
	return error_set(p->err, PORTERO_ERROR_CONFIG, id, hint, "%s: %s",
			 p->path.text, what);
}

bool
plan_memory(struct plan *p)
{
	return error_set(p->err, PORTERO_ERROR_SYSTEM, "memory", NULL,
			 "out of memory");
}

bool
plan_text(struct plan *p, const json_t *object, const char *member, char **text,
	  json_t **open)
{
	const size_t back = jsonpath_key(&p->path, member);
	const json_t *value = json_object_get(object, member);
	json_t *known;

	*text = NULL;
	*open = NULL;
	if (value && !json_is_null(value)) {
		known = expression_evaluate(&p->scope, value, &p->path, p->err);
		if (!known)
			return false;
		if (expression_is(known)) {
			*open = known;
		} else if (!json_is_string(known)) {
			json_decref(known);
			return plan_fail(p, "wrong-type", NULL,
					 "a string is due here");
		} else {
			*text = text_format("%s", json_string_value(known));
			json_decref(known);
			if (!*text)
				return plan_memory(p);
		}
	}
	jsonpath_back(&p->path, back);
	return true;
}

struct sagemaker_scope
plan_scope(const struct plan *p, const char *principal)
{
	return (struct sagemaker_scope){
		.partition = slice_of(p->partition),
		.region = slice_of(p->setting->region),
		.account = slice_of(p->account),
		.principal = slice_of(principal),
	};
}

bool
plan_cut(struct plan *p, const json_t *value, char **text, struct jtext *tokens)
{
	*tokens = (struct jtext){ .text = NULL };
	*text = expression_text(value);
	if (!*text)
		return plan_memory(p);
	if (jtext_read(tokens, *text, strlen(*text)))
		return true;
	return tokens->error == JTEXT_NO_MEMORY
		       ? plan_memory(p)
		       : plan_fail(p, "json", NULL, "%s", tokens->error);
}

bool
plan_undecided(struct plan *p, struct step *s, const char *member,
	       const json_t *expression)
{
	char prefix[256];
	char *text;

	if (s->item->undecided)
		return true;
	text = expression_text(expression);
	if (!text)
		return plan_memory(p);
	expression_prefix(expression, prefix, sizeof prefix);
	s->item->undecided =
		*prefix == '\0' ? text_format("%s is %s", member, text)
				: text_format("%s begins with \"%s\" and is %s",
					      member, prefix, text);
	free(text);
	return s->item->undecided || plan_memory(p);
}

struct request *
plan_question(struct plan *p, struct step *s, enum pipeline_check check)
{
	struct pipeline_item *item = s->item;
	struct pipeline_question *more =
		realloc(item->questions,
			(item->nquestions + 1) * sizeof *item->questions);
	struct request *request;

	if (more)
		item->questions = more;
	request = more ? request_new() : NULL;
	if (!request) {
		plan_memory(p);
		return NULL;
	}
	request_set_principal(request, slice_of(s->principal));
	request_set_flags(request, PORTERO_FROM_PIPELINE);
	item->questions[item->nquestions++] =
		(struct pipeline_question){ check, request };
	return request;
}
