/* SPDX-License-Identifier: MIT */
/*
 * conf_check.c - checks tokens against the grammar (libconfig manual:
 * "Configuration File Grammar") to say where a mistake is:
 *
 *	settings = { name ("=" | ":") value [";" | ","] }
 *	value    = scalar | "{" settings "}" | "(" [value {"," value}] ")"
 *	         | "[" [scalar {"," scalar}] "]", all of one type
 */
#include "conf_check.h"

struct checker {
	const struct source *source;
	struct portero_error *err;
	struct conf_tokens *tokens;
	size_t at;
};

static bool value(struct checker *c);

static struct str
text_at(const struct checker *c, size_t i)
{
	const struct conf_token *t = &c->tokens->items[i];

	return str_make(c->source->text.p + t->offset, t->width);
}

static bool
is_mark(const struct checker *c, char mark)
{
	return c->at < c->tokens->n &&
	       c->tokens->items[c->at].kind == CONF_MARK &&
	       text_at(c, c->at).p[0] == mark;
}

static bool
is_kind(const struct checker *c, enum conf_token_kind kind)
{
	return c->at < c->tokens->n && c->tokens->items[c->at].kind == kind;
}

static bool
is_boolean(const struct checker *c)
{
	return is_kind(c, CONF_NAME) &&
	       (str_equal_fold(text_at(c, c->at), STR("true")) ||
		str_equal_fold(text_at(c, c->at), STR("false")));
}

/* About the token here, or the end of the text. */
static bool
refuse(struct checker *c, const char *hint, const char *text)
{
	size_t offset = c->source->text.n, width = 1;

	if (c->at < c->tokens->n) {
		offset = c->tokens->items[c->at].offset;
		width = c->tokens->items[c->at].width;
	}
	return source_refuse(c->source, c->err, "config-syntax", hint, offset,
			     width, "%s", text);
}

/* The setting named here against those before it, the last of which is LAST. */
static bool
check_name(struct checker *c, size_t last)
{
	const struct str name = text_at(c, c->at);

	if (is_boolean(c))
		return refuse(c, "take another one",
			      "true and false are no names");
	for (size_t i = last; i != SIZE_MAX; i = c->tokens->items[i].previous)
		if (str_equal(text_at(c, i), name))
			return source_refuse(
				c->source, c->err, "duplicate-key",
				"remove one of the two",
				c->tokens->items[c->at].offset, name.n,
				"%.*s is there twice in one group",
				(int)(name.n < 100 ? name.n : 100), name.p);
	c->tokens->items[c->at].previous = last;
	return true;
}

/* Settings up to the mark CLOSE, which stays; 0: the end of the text. */
static bool
settings(struct checker *c, char close)
{
	size_t last = SIZE_MAX;

	while (c->at < c->tokens->n && !(close && is_mark(c, close))) {
		if (!is_kind(c, CONF_NAME))
			return refuse(c, "settings are NAME = VALUE;",
				      "the name of a setting should be here");
		if (!check_name(c, last))
			return false;
		last = c->at++;
		if (!is_mark(c, '=') && !is_mark(c, ':'))
			return refuse(c, "settings are NAME = VALUE;",
				      "'=' should be here");
		c->at++;
		if (!value(c))
			return false;
		if (is_mark(c, ';') || is_mark(c, ','))
			c->at++;
	}
	return true;
}

static bool
scalar(struct checker *c)
{
	if (!is_kind(c, CONF_STRING) && !is_kind(c, CONF_INTEGER) &&
	    !is_boolean(c))
		return refuse(c,
			      is_kind(c, CONF_NAME)
				      ? "text is written in double quotes"
				      : "write a text, a number, true or false",
			      "a value should be here");
	c->at++;
	return true;
}

/* libconfig tells numbers with L from those without. */
static bool
same_type(const struct checker *c, size_t a, size_t b)
{
	const struct str x = text_at(c, a), y = text_at(c, b);
	const struct conf_token *t = c->tokens->items;

	return t[a].kind == t[b].kind &&
	       (t[a].kind != CONF_INTEGER ||
		(x.p[x.n - 1] == 'L') == (y.p[y.n - 1] == 'L'));
}

/* The elements of "(...)" or "[...]" up to the mark CLOSE, which stays. */
static bool
elements(struct checker *c, char close)
{
	const size_t first = c->at;

	if (is_mark(c, close))
		return true;
	for (;;) {
		const size_t begin = c->at;

		if (close == ')' ? !value(c) : !scalar(c))
			return false;
		if (close == ']' && !same_type(c, first, begin)) {
			c->at = begin;
			return refuse(c, "use ( ) for values of several types",
				      "the values in [ ] must be of one type");
		}
		if (!is_mark(c, ','))
			return true;
		c->at++;
		if (is_mark(c, close)) {
			c->at--;
			return refuse(c, "remove the comma",
				      "nothing follows this comma");
		}
	}
}

static bool
value(struct checker *c)
{
	const size_t open = c->at;
	char close;
	bool ok;

	if (is_mark(c, '{'))
		close = '}';
	else if (is_mark(c, '('))
		close = ')';
	else if (is_mark(c, '['))
		close = ']';
	else
		return scalar(c);
	c->at++;
	ok = close == '}' ? settings(c, close) : elements(c, close);
	if (!ok)
		return false;
	if (is_mark(c, close)) {
		c->at++;
		return true;
	}
	if (c->at < c->tokens->n)
		return refuse(c, "values of a list are separated by ','",
			      "a comma or a closing bracket should be here");
	c->at = open;
	return refuse(c, "close it", "this bracket is not closed");
}

bool
conf_check(struct conf_tokens *tokens, const struct source *s,
	   struct portero_error *err)
{
	struct checker c = { s, err, tokens, 0 };

	return settings(&c, '\0');
}
