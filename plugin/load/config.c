/* SPDX-License-Identifier: MIT */
/*
 * config.c - libconfig gives values and lines, our tokens give places: settings
 * and tokens come in the same order, so both are walked at once, and a value
 * that differs from its token (an integer cut short) is found on the way.
 */
#include "config.h"

#include <libconfig.h>
#include <stdlib.h>

#include "conf_check.h"
#include "error.h"
#include "utf8.h"

struct conversion {
	struct source *source;
	struct portero_error *err;
	const struct conf_tokens *tokens;
	size_t at;
};

static bool value(struct conversion *c, const config_setting_t *setting,
		  struct json *out);

static const struct conf_token *
peek(const struct conversion *c)
{
	static const struct conf_token end = { .kind = CONF_MARK };

	return c->at < c->tokens->n ? &c->tokens->items[c->at] : &end;
}

static bool
is_mark(const struct conversion *c, const char *marks)
{
	const struct conf_token *t = peek(c);

	return t->width && t->kind == CONF_MARK &&
	       strchr(marks, c->source->text.p[t->offset]) != NULL;
}

/* Ours and libconfig's reading differ: this must not happen. */
static bool
differs(struct conversion *c)
{
	const struct conf_token *t = peek(c);

	return source_refuse(c->source, c->err, "config-syntax", NULL,
			     t->offset, t->width,
			     "libconfig reads this differently");
}

/* libconfig's texts go with it; without memory it has none. NULL with err
 * filled. */
static const char *
keep(struct conversion *c, const char *text)
{
	struct str copy = { NULL, 0 };

	if (text)
		copy = arena_text(c->source->arena,
				  str_make(text, strlen(text)));
	if (!copy.p)
		error_memory(c->err);
	return copy.p;
}

static bool
is_utf8(struct str s)
{
	while (s.n) {
		const size_t n = utf8_length(s);

		if (n == 0)
			return false;
		s = str_from(s, n);
	}
	return true;
}

static bool
string(struct conversion *c, const config_setting_t *setting, struct json *out)
{
	const struct conf_token *t = peek(c);
	const char *text = config_setting_get_string(setting);

	if (t->kind != CONF_STRING || !text)
		return differs(c);
	if (!is_utf8(str_make(text, strlen(text))))
		return source_refuse(c->source, c->err, "not-utf8",
				     "write UTF-8", t->offset, t->width,
				     "the escapes do not give UTF-8");
	out->type = JSON_STRING;
	out->is.text = keep(c, text);
	out->n = (uint32_t)strlen(text);
	c->at++;
	return out->is.text != NULL;
}

static bool
scalar(struct conversion *c, const config_setting_t *setting, struct json *out)
{
	const struct conf_token *t = peek(c);
	const int type = config_setting_type(setting);

	out->width = (uint32_t)t->width;
	if (type == CONFIG_TYPE_STRING)
		return string(c, setting, out);
	if (type == CONFIG_TYPE_BOOL && t->kind == CONF_NAME) {
		out->type = config_setting_get_bool(setting) ? JSON_TRUE
							     : JSON_FALSE;
	} else if ((type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64) &&
		   t->kind == CONF_INTEGER &&
		   config_setting_get_int64(setting) == t->integer) {
		out->type = JSON_INTEGER;
		out->is.integer = t->integer;
	} else {
		return differs(c);
	}
	c->at++;
	return true;
}

/* NAME = VALUE of a group, and the mark behind it. */
static bool
member(struct conversion *c, const config_setting_t *setting,
       struct json_member *out)
{
	const struct conf_token *key = peek(c);

	if (key->kind != CONF_NAME)
		return differs(c);
	c->at++;
	if (!is_mark(c, "=:"))
		return differs(c);
	c->at++;
	out->key = keep(c, config_setting_name(setting));
	out->key_offset = (uint32_t)key->offset;
	out->key_width = (uint32_t)key->width;
	if (!out->key || !value(c, setting, &out->value))
		return false;
	if (is_mark(c, ";,"))
		c->at++;
	return true;
}

/* VALUE of a list or array, and the mark behind it. */
static bool
element(struct conversion *c, const config_setting_t *setting, struct json *out)
{
	if (!value(c, setting, out))
		return false;
	if (is_mark(c, ","))
		c->at++;
	return true;
}

/* A group without its brackets; its names differ: conf_check. */
static bool
group(struct conversion *c, const config_setting_t *setting, struct json *out)
{
	const size_t n = (size_t)config_setting_length(setting);
	struct json_member *members = json_members_new(c->source->arena, n);

	if (!members)
		return error_memory(c->err);
	for (size_t i = 0; i < n; i++)
		if (!member(c, config_setting_get_elem(setting, (unsigned)i),
			    &members[i]))
			return false;
	json_members_done(members, n);
	out->type = JSON_OBJECT;
	out->is.members = members;
	out->n = (uint32_t)n;
	return true;
}

/* A list or array without its brackets. */
static bool
list(struct conversion *c, const config_setting_t *setting, struct json *out)
{
	const size_t n = (size_t)config_setting_length(setting);
	struct json *elements =
		arena_array(c->source->arena, n, sizeof *elements);

	if (!elements)
		return error_memory(c->err);
	for (size_t i = 0; i < n; i++)
		if (!element(c, config_setting_get_elem(setting, (unsigned)i),
			     &elements[i]))
			return false;
	out->type = JSON_ARRAY;
	out->is.elements = elements;
	out->n = (uint32_t)n;
	return true;
}

static bool
value(struct conversion *c, const config_setting_t *setting, struct json *out)
{
	const bool is_group = config_setting_is_group(setting);
	const bool is_list = config_setting_is_list(setting);
	const char *brackets = is_group ? "{}" : is_list ? "()" : "[]";
	const char open[2] = { brackets[0], '\0' };

	*out = (struct json){ .offset = (uint32_t)peek(c)->offset };
	if (!config_setting_is_aggregate(setting))
		return scalar(c, setting, out);
	if (!is_mark(c, open))
		return differs(c);
	c->at++;
	if (is_group ? !group(c, setting, out) : !list(c, setting, out))
		return false;
	if (!is_mark(c, brackets + 1))
		return differs(c);
	out->width = (uint32_t)(peek(c)->offset + 1 - out->offset);
	c->at++;
	return true;
}

/* Our grammar took it: only a libconfig that is not 1.5 comes here. */
static bool
refuse_syntax(const struct source *s, const config_t *config,
	      struct portero_error *err)
{
	const char *text = config_error_text(config);

	return error_set(err, PORTERO_ERROR_CONFIG, "config-syntax", s->name,
			 NULL, "libconfig: line %d: %s",
			 config_error_line(config),
			 text ? text : "syntax error");
}

/*
 * libconfig does not survive an allocation that fails. Nothing can be done
 * about that from outside, but to look first whether there is plenty.
 */
static bool
plenty_of_memory(size_t n)
{
	void *volatile probe = malloc(n * 64 + ((size_t)1 << 20));
	const bool plenty = probe != NULL;

	free(probe);
	return plenty;
}

static bool
convert(struct source *s, const config_t *config,
	const struct conf_tokens *tokens, struct portero_error *err)
{
	struct conversion c = { s, err, tokens, 0 };
	struct json *root = arena_alloc(s->arena, sizeof *root);

	if (!root || !lines_find(&s->lines, s->arena, s->text))
		return error_memory(err);
	*root = (struct json){ .width = (uint32_t)s->text.n };
	if (!group(&c, config_root_setting(config), root))
		return false;
	s->root = root;
	return c.at == tokens->n || differs(&c);
}

/* libconfig wants a C string, and an end of line behind the last comment. */
static char *
copy_for_libconfig(struct str text)
{
	char *copy = malloc(text.n + 2);

	if (!copy || !plenty_of_memory(text.n))
		return free(copy), NULL;
	if (text.n)
		memcpy(copy, text.p, text.n);
	memcpy(copy + text.n, "\n", 2);
	return copy;
}

static bool
parse(struct source *s, const struct conf_tokens *tokens,
      struct portero_error *err)
{
	char *copy = copy_for_libconfig(s->text);
	config_t config;
	bool ok;

	if (!copy)
		return error_memory(err);
	config_init(&config);
	ok = config_read_string(&config, copy) == CONFIG_TRUE
		     ? convert(s, &config, tokens, err)
		     : refuse_syntax(s, &config, err);
	config_destroy(&config);
	free(copy);
	return ok;
}

bool
config_parse(struct source *out, struct str name, struct str text,
	     struct portero_error *err)
{
	struct conf_tokens tokens = { NULL, 0, 0 };
	bool ok;

	*out = (struct source){ .name = name, .text = text };
	out->arena = arena_new();
	if (!out->arena)
		return error_memory(err);
	ok = conf_scan(&tokens, out, err) && conf_check(&tokens, out, err) &&
	     parse(out, &tokens, err);
	free(tokens.items);
	return ok;
}
