/* SPDX-License-Identifier: MIT */
/*
 * diagnose.c - reads a JSON text that the parser has refused once more, slowly,
 * and says where it went wrong and what people usually meant (RFC 8259).
 */
#include "diagnosis.h"

#include <jansson.h>
#include <stdio.h>

#include "place.h"

static bool value(struct diagnosis *r, size_t depth);

/* WHAT was expected, and something else is there. */
static bool
unexpected(struct diagnosis *r, const char *what)
{
	const unsigned char c = (unsigned char)diagnosis_peek(r);

	if (r->at >= r->text.n)
		return diagnosis_found(
			r, "json-syntax", r->at, 1, "is the file complete?",
			"the text ends where %s should follow", what);
	if (c == '/' || c == '#')
		return diagnosis_syntax(r, 1, "remove it: JSON has no comments",
					"this is a comment");
	if (c == '\'')
		return diagnosis_syntax(r, 1, "write \" instead of '",
					"JSON text is quoted with \"");
	if (c < 0x20 || c == 0x7f)
		return diagnosis_found(
			r, "json-syntax", r->at, 1, "",
			"control character 0x%02x where %s should be", c, what);
	if (c >= 0x80)
		return diagnosis_found(
			r, "json-syntax", r->at, 1,
			"quotes must be plain \", blanks plain spaces",
			"byte 0x%02x where %s should be", c, what);
	return diagnosis_found(r, "json-syntax", r->at, diagnosis_word_width(r),
			       "", "'%c' where %s should be", c, what);
}

/* Are two keys the same once their escapes are resolved? */
static bool
same_key(struct str a, struct str b)
{
	json_t *x, *y;
	bool same;

	if (str_equal(a, b))
		return true;
	if (!memchr(a.p, '\\', a.n) && !memchr(b.p, '\\', b.n))
		return false;
	x = json_loadb(a.p, a.n, JSON_DECODE_ANY, NULL);
	y = json_loadb(b.p, b.n, JSON_DECODE_ANY, NULL);
	same = x && y && json_equal(x, y);
	json_decref(x);
	json_decref(y);
	return same;
}

/* The key at BEGIN is in the object that begins at OPEN for the second time. */
static bool
repeated(struct diagnosis *r, size_t open, size_t begin, size_t depth)
{
	const struct str key = str_make(r->text.p + begin, r->at - begin);
	struct diagnosis again = *r;
	struct finding ignored;

	again.at = open + 1;
	again.out = &ignored;
	again.duplicate = 0;
	while (again.at < begin) {
		struct place first;
		size_t from;

		diagnosis_blank(&again);
		from = again.at;
		if (!diagnosis_string(&again))
			return true;
		if (from < begin &&
		    same_key(str_make(r->text.p + from, again.at - from),
			     key)) {
			char hint[80];

			first = place_count(r->text, from, 1);
			snprintf(hint, sizeof hint,
				 "the first one is at line %u, column %u",
				 first.line, first.column);
			return diagnosis_found(
				r, "duplicate-key", begin, key.n, hint,
				"%.*s is there twice in one object",
				(int)(key.n < 120 ? key.n : 120), key.p);
		}
		diagnosis_blank(&again);
		again.at++;
		if (!value(&again, depth))
			return true;
		diagnosis_blank(&again);
		again.at++;
	}
	return true;
}

/* Behind a value: true for a comma, false with *END for the closing bracket. */
static bool
separator(struct diagnosis *r, char close, bool *end)
{
	const size_t comma = r->at;

	*end = diagnosis_peek(r) == close;
	if (*end) {
		r->at++;
		return true;
	}
	if (diagnosis_peek(r) != ',') {
		if (diagnosis_peek(r) == '"' || diagnosis_peek(r) == '{' ||
		    diagnosis_peek(r) == '[' ||
		    diagnosis_is_word(diagnosis_peek(r)) ||
		    diagnosis_is_number(diagnosis_peek(r)))
			return diagnosis_syntax(
				r, 1, "put a comma before it",
				"a comma is missing before this");
		return unexpected(r,
				  close == '}' ? "',' or '}'" : "',' or ']'");
	}
	r->at++;
	diagnosis_blank(r);
	if (diagnosis_peek(r) == close)
		return diagnosis_found(r, "json-syntax", comma, 1,
				       "remove the comma",
				       "nothing follows this comma");
	return true;
}

static bool
object(struct diagnosis *r, size_t depth)
{
	const size_t open = r->at++;
	bool end = false;

	diagnosis_blank(r);
	if (diagnosis_peek(r) == '}')
		return r->at++, true;
	while (!end) {
		const size_t key = r->at;

		if (diagnosis_peek(r) != '"')
			return diagnosis_is_word(diagnosis_peek(r))
				       ? diagnosis_syntax(
						 r, diagnosis_word_width(r),
						 "put it in double quotes",
						 "a name must be quoted")
				       : unexpected(r, "a quoted name");
		if (!diagnosis_string(r))
			return false;
		if (r->duplicate && r->at >= r->duplicate)
			return repeated(r, open, key, depth);
		diagnosis_blank(r);
		if (diagnosis_peek(r) != ':')
			return unexpected(r, "':'");
		r->at++;
		if (!value(r, depth))
			return false;
		diagnosis_blank(r);
		if (!separator(r, '}', &end))
			return false;
	}
	return true;
}

static bool
array(struct diagnosis *r, size_t depth)
{
	bool end = false;

	r->at++;
	diagnosis_blank(r);
	if (diagnosis_peek(r) == ']')
		return r->at++, true;
	while (!end) {
		if (!value(r, depth))
			return false;
		diagnosis_blank(r);
		if (!separator(r, ']', &end))
			return false;
	}
	return true;
}

static bool
value(struct diagnosis *r, size_t depth)
{
	diagnosis_blank(r);
	if (diagnosis_peek(r) == '{' || diagnosis_peek(r) == '[') {
		if (depth == 0)
			return false; /* refused before: never this deep */
		return diagnosis_peek(r) == '{' ? object(r, depth - 1)
						: array(r, depth - 1);
	}
	if (diagnosis_peek(r) == '"')
		return diagnosis_string(r);
	if (diagnosis_is_number(diagnosis_peek(r)) &&
	    !diagnosis_is_word(diagnosis_peek(r)))
		return diagnosis_number(r);
	return diagnosis_is_word(diagnosis_peek(r)) ? diagnosis_word(r)
						    : unexpected(r, "a value");
}

bool
diagnose(struct finding *out, struct str text, size_t depth, size_t duplicate)
{
	struct diagnosis r = { text, 0, duplicate, out };

	*out = (struct finding){ 0 };
	diagnosis_blank(&r);
	if (r.at >= text.n)
		return !diagnosis_syntax(&r, 1, "", "the text is empty");
	if (diagnosis_peek(&r) != '{' && diagnosis_peek(&r) != '[')
		return !diagnosis_syntax(&r, diagnosis_word_width(&r), "",
					 "the text must begin with '{'");
	if (!value(&r, depth) || out->id)
		return out->id != NULL;
	diagnosis_blank(&r);
	if (r.at < text.n)
		return !diagnosis_syntax(
			&r, 1, "one JSON value a file",
			"something follows the end of the JSON value");
	return false;
}
