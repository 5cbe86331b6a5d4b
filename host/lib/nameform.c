/* SPDX-License-Identifier: MIT */
/* The two forms of names that pipelines give, and how long names may be. */
#include "nameform.h"

#include <string.h>
#include <strings.h>

const struct name_kind name_kinds[] = {
	{ "Training", "CreateTrainingJob", "training-job", 63, 38 },
	{ "Processing", "CreateProcessingJob", "processing-job", 63, 38 },
	{ "Transform", "CreateTransformJob", "transform-job", 63, 38 },
	{ "Tuning", "CreateHyperParameterTuningJob",
	  "hyper-parameter-tuning-job", 32, 6 },
	{ "AutoML", "CreateAutoMLJobV2", "automl-job", 32, 6 },
	{ "Model", "CreateModel", "model", 63, 38 },
	{ "ModelPackage", "CreateModelPackage", "model-package", 63, 38 },
	{ "ModelPackageGroup", "CreateModelPackageGroup", "model-package-group",
	  63, 0 },
	{ "EndpointConfig", "CreateEndpointConfig", "endpoint-config", 63, 0 },
	{ "Endpoint", "CreateEndpoint", "endpoint", 63, 0 },
	{ "Compilation", "CreateCompilationJob", "compilation-job", 63, 0 },
	{ "Pipeline", "CreatePipeline", "pipeline", 256, 0 },
	{ NULL, NULL, NULL, 0, 0 },
};

const struct name_kind *
nameform_kind(const char *kind)
{
	for (const struct name_kind *k = name_kinds; k->kind; k++)
		if (strcasecmp(k->kind, kind) == 0)
			return k;
	return NULL;
}

const struct name_kind *
nameform_operation(struct portero_str operation)
{
	for (const struct name_kind *k = name_kinds; k->kind; k++)
		if (strlen(k->operation) == operation.len &&
		    memcmp(k->operation, operation.ptr, operation.len) == 0)
			return k;
	return NULL;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_lower(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z');
}

static bool
is_alphanumeric(char c)
{
	return is_lower(c) || (c >= 'A' && c <= 'Z');
}

/* N bytes (0: any number but none) that pass TEST. */
static bool
is_field(struct portero_str s, size_t n, bool (*test)(char c))
{
	if (s.len == 0 || (n > 0 && s.len != n))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!test(s.ptr[i]))
			return false;
	return true;
}

bool
nameform_legal(struct portero_str name)
{
	if (name.len == 0 || !is_alphanumeric(name.ptr[0]) ||
	    !is_alphanumeric(name.ptr[name.len - 1]))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!is_alphanumeric(name.ptr[i]) && name.ptr[i] != '-')
			return false;
	return true;
}

/* Takes the last '-' field off *TEXT. */
static bool
take_last(struct portero_str *text, struct portero_str *field)
{
	size_t i = text->len;

	while (i > 0 && text->ptr[i - 1] != '-')
		i--;
	if (i == 0)
		return false;
	*field = (struct portero_str){ text->ptr + i, text->len - i };
	text->len = i - 1;
	return true;
}

static bool
take_token(struct portero_str *text, struct name_parts *out)
{
	return take_last(text, &out->token) &&
	       is_field(out->token, NAMEFORM_TOKEN, is_alphanumeric);
}

static bool
take_count(struct portero_str *text, struct name_parts *out)
{
	return take_last(text, &out->count) &&
	       is_field(out->count, 0, is_digit);
}

/* HEAD-EXECUTION, what is left of a prefixed name. */
static bool
prefix_head(struct portero_str text, struct name_parts *out)
{
	if (!take_last(&text, &out->execution) || text.len == 0 ||
	    !is_field(out->execution, NAMEFORM_EXECUTION, is_lower))
		return false;
	out->prefix = text;
	out->form = NAME_PREFIX;
	return true;
}

/* pipelines-EXECUTION-STEP, what is left of a name without prefix. */
static bool
default_head(struct portero_str text, struct name_parts *out)
{
	static const char mark[] = "pipelines-";
	const size_t n = sizeof mark - 1, left = n + NAMEFORM_EXECUTION + 1;

	if (text.len <= left || memcmp(text.ptr, mark, n) != 0 ||
	    text.ptr[left - 1] != '-')
		return false;
	out->execution =
		(struct portero_str){ text.ptr + n, NAMEFORM_EXECUTION };
	out->step = (struct portero_str){ text.ptr + left, text.len - left };
	out->form = NAME_DEFAULT;
	return out->step.len <= NAMEFORM_STEP &&
	       is_field(out->execution, NAMEFORM_EXECUTION, is_lower);
}

typedef bool head_function(struct portero_str text, struct name_parts *out);

/* Without a count first: ten digits may be a token, and then a count. */
static bool
parse(struct portero_str name, head_function *head, struct name_parts *out)
{
	struct portero_str text = name;

	*out = (struct name_parts){ .form = NAME_OTHER };
	if (take_token(&text, out) && head(text, out))
		return true;
	text = name;
	*out = (struct name_parts){ .form = NAME_OTHER };
	return take_count(&text, out) && take_token(&text, out) &&
	       head(text, out);
}

void
nameform_parse(struct portero_str name, struct name_parts *out)
{
	if (!parse(name, default_head, out) && !parse(name, prefix_head, out))
		*out = (struct name_parts){ .form = NAME_OTHER };
}
