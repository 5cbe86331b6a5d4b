/* SPDX-License-Identifier: MIT */
/* Reads and writes the comment of a job. */
#include "comment.h"

#include <stdio.h>
#include <string.h>

static int
hex(char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Undoes the %XX of TEXT in place; false: malformed, or a NUL. */
static bool
decode(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		int high, low;

		if (*from != '%') {
			*to++ = *from;
			continue;
		}
		high = hex(from[1]);
		low = high < 0 ? -1 : hex(from[2]);
		if (low < 0 || high * 16 + low == 0)
			return false;
		*to++ = (char)(high * 16 + low);
		from += 2;
	}
	*to = '\0';
	return true;
}

static bool
fail(const char **why, const char *text)
{
	*why = text;
	return false;
}

static bool
add_tag(struct comment *c, const char *key, const char *value, const char **why)
{
	if (*key == '\0' || strlen(key) > COMMENT_KEY)
		return fail(why, "a tag without a key, or with a long one");
	if (c->ntags == COMMENT_TAGS)
		return fail(why, "too many tags");
	for (size_t i = 0; i < c->ntags; i++)
		if (strcmp(c->tags[i].key, key) == 0)
			return fail(why, "the same tag twice");
	c->tags[c->ntags++] = (struct comment_tag){ key, value };
	return true;
}

static bool
add_word(struct comment *c, char *key, const char *value, const char **why)
{
	const struct {
		const char *key;
		const char **to;
	} words[] = {
		{ "kind", &c->kind },	      { "session", &c->session },
		{ "pipeline", &c->pipeline }, { "decision", &c->decision },
		{ "resource", &c->resource },
	};

	if (strncmp(key, "tag:", 4) == 0)
		return decode(key + 4) ? add_tag(c, key + 4, value, why)
				       : fail(why, "a % that is not %XX");
	if (strcmp(key, "role") == 0) {
		if (c->nroles == COMMENT_ROLES)
			return fail(why, "too many roles");
		c->roles[c->nroles++] = value;
		return true;
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(key, words[i].key) != 0)
			continue;
		if (*words[i].to)
			return fail(why, "the same word twice");
		*words[i].to = value;
		return true;
	}
	return fail(why, "a word that is not known");
}

bool
comment_parse(struct comment *out, const char *text, const char **why)
{
	const size_t len = text ? strlen(text) : 0;
	char *save = NULL, *word;

	memset(out, 0, offsetof(struct comment, text));
	if (len >= sizeof out->text)
		return fail(why, "the comment is too long");
	memcpy(out->text, text ? text : "", len + 1);
	for (word = strtok_r(out->text, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		char *value = strchr(word, '=');

		if (!value)
			return fail(why, "a word without '='");
		*value++ = '\0';
		if (*value == '\0' || !decode(value))
			return fail(why, "an empty or malformed value");
		if (!add_word(out, word, value, why))
			return false;
	}
	return true;
}

/* Appends C, as itself or as %XX. */
static bool
put(char *text, size_t size, size_t *len, unsigned char c)
{
	const bool plain = c > 0x20 && c < 0x7f && c != '%' && c != '=' &&
			   c != '"' && c != '\'' && c != ',';
	int n;

	n = snprintf(text + *len, size - *len, plain ? "%c" : "%%%02X", c);
	if (n < 0 || (size_t)n >= size - *len)
		return false;
	*len += (size_t)n;
	return true;
}

bool
comment_add(char *text, size_t size, const char *key, const char *value)
{
	size_t len = strlen(text);

	if (len > 0) {
		if (len + 1 >= size)
			return false;
		text[len++] = ' ';
		text[len] = '\0';
	}
	for (; *key; key++) {
		/* the ':' of tag: stays, what follows may be anything */
		if (!put(text, size, &len, (unsigned char)*key))
			return false;
	}
	if (len + 1 >= size)
		return false;
	text[len++] = '=';
	text[len] = '\0';
	for (; *value; value++)
		if (!put(text, size, &len, (unsigned char)*value))
			return false;
	return true;
}
