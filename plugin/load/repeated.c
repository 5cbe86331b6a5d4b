/* SPDX-License-Identifier: MIT */
/* repeated.c - finds elements by their text. */
#include "repeated.h"

#include "error.h"

static struct str
text_of(const struct parse *d, const struct json *value)
{
	return str_make(d->source->text.p + value->offset, value->width);
}

const struct repeated *
repeated_find(const struct lookup *all, const struct parse *d,
	      const struct json *value)
{
	return lookup_find(all, text_of(d, value));
}

/* The text is copied: the source may be gone before the next document. */
bool
repeated_add(struct lookup *all, const struct parse *d,
	     const struct json *value, const struct repeated *what)
{
	const struct str text = arena_text(d->b->scratch, text_of(d, value));
	struct repeated *kept = build_scratch(d->b, 1, sizeof *kept);

	if (!text.p || !kept)
		return error_memory(d->err);
	*kept = *what;
	return lookup_add(all, d->b->scratch, text, kept) ||
	       error_memory(d->err);
}
