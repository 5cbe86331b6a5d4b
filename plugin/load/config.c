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
#include "place.h"
#include "utf8.h"

struct conversion {
	struct source *source;
	struct portero_error *err;
	const struct conf_tokens *tokens;
	size_t at;
};

static json_t *value(struct conversion *c, const config_setting_t *setting);

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
static json_t *
differs(struct conversion *c)
{
	const struct conf_token *t = peek(c);

	source_refuse(c->source, c->err, "config-syntax", NULL, t->offset,
		      t->width, "libconfig reads this differently");
	return NULL;
}

static json_t *
out_of_memory(struct conversion *c)
{
	error_memory(c->err);
	return NULL;
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

static json_t *
string(struct conversion *c, const config_setting_t *setting)
{
	const struct conf_token *t = peek(c);
	const char *text = config_setting_get_string(setting);
	json_t *s;

	if (t->kind != CONF_STRING || !text)
		return differs(c);
	if (!is_utf8(str_make(text, strlen(text)))) {
		source_refuse(c->source, c->err, "not-utf8", "write UTF-8",
			      t->offset, t->width,
			      "the escapes do not give UTF-8");
		return NULL;
	}
	s = json_string_nocheck(text);
	if (!s)
		return out_of_memory(c);
	c->at++;
	return s;
}

static json_t *
scalar(struct conversion *c, const config_setting_t *setting)
{
	const struct conf_token *t = peek(c);
	const int type = config_setting_type(setting);
	json_t *v = NULL;

	if (type == CONFIG_TYPE_STRING)
		return string(c, setting);
	if (type == CONFIG_TYPE_BOOL && t->kind == CONF_NAME)
		v = json_boolean(config_setting_get_bool(setting));
	else if ((type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64) &&
		 t->kind == CONF_INTEGER &&
		 config_setting_get_int64(setting) == t->integer)
		v = json_integer(t->integer);
	else
		return differs(c);
	if (!v)
		return out_of_memory(c);
	c->at++;
	return v;
}

/* NAME = VALUE of a group, or VALUE of a list, and the mark behind it. */
static bool
member(struct conversion *c, json_t *parent, size_t place,
       const config_setting_t *setting)
{
	const struct conf_token *key = peek(c), *first;
	const char *name = config_setting_name(setting);
	json_t *v;

	if (name) {
		if (key->kind != CONF_NAME)
			return differs(c) != NULL;
		c->at++;
		if (!is_mark(c, "=:"))
			return differs(c) != NULL;
		c->at++;
	}
	first = peek(c);
	v = value(c, setting);
	if (!v)
		return false;
	place_put_member(c->source->places, place, key->offset, key->width,
			 first->offset, first->width);
	if (name ? json_object_set_new(parent, name, v) != 0
		 : json_array_append_new(parent, v) != 0)
		return error_memory(c->err);
	if (is_mark(c, name ? ";," : ","))
		c->at++;
	return true;
}

/* The members of a group, list or array, without its brackets. */
static json_t *
members(struct conversion *c, const config_setting_t *setting,
	const struct conf_token *open)
{
	const int n = config_setting_length(setting);
	const struct place at =
		place_count(c->source->text, open->offset, open->width);
	json_t *v =
		config_setting_is_group(setting) ? json_object() : json_array();
	size_t first;

	if (!v)
		return out_of_memory(c);
	if (!place_add(c->source->places, v, &at) ||
	    !place_add_members(c->source->places, v, (size_t)n, &first)) {
		json_decref(v);
		return out_of_memory(c);
	}
	for (int i = 0; i < n; i++) {
		if (!member(c, v, first + (size_t)i,
			    config_setting_get_elem(setting, (unsigned)i))) {
			json_decref(v);
			return NULL;
		}
	}
	return v;
}

static json_t *
value(struct conversion *c, const config_setting_t *setting)
{
	const bool group = config_setting_is_group(setting);
	const bool list = config_setting_is_list(setting);
	const char *brackets = group ? "{}" : list ? "()" : "[]";
	const char open[2] = { brackets[0], '\0' };
	const struct conf_token *t = peek(c);
	json_t *v;

	if (!config_setting_is_aggregate(setting))
		return scalar(c, setting);
	if (!is_mark(c, open))
		return differs(c);
	c->at++;
	v = members(c, setting, t);
	if (v && !is_mark(c, brackets + 1)) {
		json_decref(v);
		return differs(c);
	}
	c->at++;
	return v;
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
	static const struct conf_token begin = { .width = 1 };

	s->places = place_index_new();
	if (!s->places)
		return error_memory(err);
	s->root = members(&c, config_root_setting(config), &begin);
	if (s->root && c.at != tokens->n)
		differs(&c);
	return err->code == PORTERO_OK;
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
	ok = conf_scan(&tokens, out, err) && conf_check(&tokens, out, err) &&
	     parse(out, &tokens, err);
	free(tokens.items);
	return ok;
}
