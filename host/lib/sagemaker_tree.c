/* SPDX-License-Identifier: MIT */
/* Makes the trees of all operations from their paths, once in a process. */
#include "sagemaker_tree.h"

#include <pthread.h>
#include <string.h>

#define OPERATIONS_MAX 64
#define BRANCHES_MAX   1024

static struct branch branches[BRANCHES_MAX];
static size_t used;
static const struct branch *trees[OPERATIONS_MAX];

static struct branch *
new_branch(const char *key, size_t len)
{
	if (used == BRANCHES_MAX)
		return NULL;
	branches[used] = (struct branch){ .key = key, .len = len };
	return &branches[used++];
}

/* The member KEY of the object AT; NULL: no room. */
static struct branch *
member(struct branch *at, const char *key, size_t len)
{
	struct branch **b = &at->members[branch_row(key, len)];

	at->object = true;
	for (; *b; b = &(*b)->next)
		if ((*b)->len == len && memcmp((*b)->key, key, len) == 0)
			return *b;
	*b = new_branch(key, len);
	return *b;
}

static struct branch *
elements(struct branch *at)
{
	if (!at->elements)
		at->elements = new_branch(NULL, 0);
	return at->elements;
}

/* How much of PATH leads to the object that it ends in. */
static size_t
parent(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot ? (size_t)(dot - path) + 1 : 0;
}

/*
 * How much of PATH leads to the job: it is where its role is. A call that does
 * not describe the job (a schedule that names a definition) fills in nothing.
 */
static size_t
job_of(const struct sagemaker_field *fields, const char *path)
{
	size_t best = 0;

	for (const struct sagemaker_field *f = fields; f->meaning != FIELD_END;
	     f++) {
		const size_t n = f->meaning == FIELD_ROLE ? parent(f->path) : 0;

		if (n > best && strncmp(path, f->path, n) == 0)
			best = n;
	}
	return best;
}

/* ITS is the bit of F, one of FIELDS; AT is the body. */
static bool
add_field(struct branch *at, const struct sagemaker_field *fields,
	  const struct sagemaker_field *f, uint64_t its)
{
	const char *p = f->path, *job = p + job_of(fields, p);
	uint64_t each = f->flags & FIELD_EACH ? its : 0;
	struct branch *object = NULL;

	at->through |= its;
	while (*p != '\0') {
		const size_t n = strcspn(p, ".[");

		if (n > 0 && p >= job && f->flags & FIELD_DEFAULT)
			at->defaults |= its;
		object = n > 0 ? at : NULL;
		at = n > 0 ? member(at, p, n) : elements(at);
		if (!at)
			return false;
		at->through |= its;
		if (n == 0) {
			at->each |= each;
			each = 0;
		}
		p += n > 0 ? n : strlen("[]");
		p += *p == '.';
	}
	at->here |= its;
	if (object && f->flags & FIELD_REQUIRED)
		object->required |= its;
	return true;
}

/* Those in the braces of TEMPLATE: {Member} or {Member:type}. */
static bool
add_names(struct branch *body, const char *template)
{
	const char *p = strchr(template, '{');

	for (; p; p = strchr(p, '{')) {
		p++;
		if (!member(body, p, strcspn(p, ":}")))
			return false;
	}
	return true;
}

static bool
fill(struct branch *body, const struct sagemaker_operation *o)
{
	for (size_t i = 0; i < 2 && o->resource[i]; i++)
		if (!add_names(body, o->resource[i]))
			return false;
	for (size_t i = 0; o->fields[i].meaning != FIELD_END; i++)
		if (i >= FIELDS_MAX ||
		    !add_field(body, o->fields, &o->fields[i],
			       UINT64_C(1) << i))
			return false;
	return !o->tags || member(body, "Tags", strlen("Tags"));
}

static void
make_all(void)
{
	const struct sagemaker_operation *o = sagemaker_operations;

	for (size_t i = 0; i < OPERATIONS_MAX && o[i].name; i++) {
		struct branch *body = new_branch(NULL, 0);

		if (body && fill(body, &o[i]))
			trees[i] = body;
	}
}

const struct branch *
sagemaker_tree(const struct sagemaker_operation *o)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const size_t i = (size_t)(o - sagemaker_operations);

	pthread_once(&once, make_all);
	return i < OPERATIONS_MAX ? trees[i] : NULL;
}
