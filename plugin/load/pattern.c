/* SPDX-License-Identifier: MIT */
/*
 * pattern.c - "a*b${aws:username}?" to tokens (IAM: "Policy variables",
 * "Resource", wildcards).
 */
#include "building.h"

/* Pattern text while it is cut: literal bytes gather until a token ends them.
 */
struct cutter {
	struct build *b;
	struct str text;
	unsigned flags;
	size_t at;
	uint32_t fields; /* colons before AT */
	char *literal;	 /* gathered bytes, room for all of text */
	size_t nliteral, begun;
	struct token *tokens; /* room for one a byte, and one more */
	uint32_t ntokens, nvariables;
};

static void
end_literal(struct cutter *c)
{
	if (c->nliteral == c->begun)
		return;
	c->tokens[c->ntokens++] =
		(struct token){ .of.text = c->literal + c->begun,
				.length = (uint32_t)(c->nliteral - c->begun),
				.kind = TOKEN_TEXT };
	c->begun = c->nliteral;
}

static void
literal(struct cutter *c, char byte)
{
	if (byte == ':')
		c->fields++;
	c->literal[c->nliteral++] =
		c->flags & PATTERN_FOLD ? str_lower(byte) : byte;
}

static void
wildcard(struct cutter *c, char byte)
{
	bool inside = (c->flags & PATTERN_ARN) && c->fields < 5;
	bool last = c->at + 1 == c->text.n || c->text.p[c->at + 1] == ':';
	uint8_t kind;

	if (byte == '?')
		kind = inside ? TOKEN_ONE_IN_FIELD : TOKEN_ONE;
	else
		kind = inside && !last ? TOKEN_ANY_IN_FIELD : TOKEN_ANY;
	end_literal(c);
	c->tokens[c->ntokens++] = (struct token){ .kind = kind };
}

/* A name has no blank, quote, brace, dollar or comma. */
static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("'\"{}$,", s.p[i]))
			return false;
	return s.n > 0;
}

/* ", 'default'" after the name of a variable. */
static bool
take_default(struct str rest, struct str *out)
{
	if (rest.n < 4 || rest.p[0] != ',' || rest.p[1] != ' ' ||
	    rest.p[2] != '\'' || rest.p[rest.n - 1] != '\'')
		return false;
	*out = str_make(rest.p + 3, rest.n - 4);
	return !(out->n && memchr(out->p, '\'', out->n));
}

/* At "${": one variable, or ${*}, ${?}, ${$}. */
static bool
variable(struct cutter *c, const char **why)
{
	struct str rest = str_from(c->text, c->at + 2), name, fallback;
	const char *brace = rest.n ? memchr(rest.p, '}', rest.n) : NULL;
	const char *comma;
	struct variable *v;

	if (!brace) {
		*why = "a policy variable ${ is not closed";
		return false;
	}
	rest.n = (size_t)(brace - rest.p);
	c->at += rest.n + 2; /* at the brace */
	if (rest.n == 1 && strchr("*?$", rest.p[0])) {
		literal(c, rest.p[0]);
		return true;
	}
	comma = rest.n ? memchr(rest.p, ',', rest.n) : NULL;
	name = str_make(rest.p, comma ? (size_t)(comma - rest.p) : rest.n);
	v = build_alloc(c->b, sizeof *v);
	if (!v)
		return false;
	if (!is_name(name)) {
		*why = "a policy variable is ${key} or ${key, 'default'}";
		return false;
	}
	if (comma) {
		if (!take_default(str_from(rest, name.n), &fallback)) {
			*why = "the default of a policy variable is written "
			       "${key, 'default'}";
			return false;
		}
		v->has_default = true;
		v->fallback = build_text(c->b, fallback);
	}
	if (c->nvariables == PATTERN_VARIABLES) {
		*why = "too many policy variables in one value";
		return false;
	}
	v->key = keys_intern(c->b, name);
	if (v->key == KEY_NONE)
		return false;
	end_literal(c);
	c->tokens[c->ntokens++] =
		(struct token){ .of.variable = v,
				.kind = TOKEN_VARIABLE,
				.slot = (uint8_t)c->nvariables++ };
	return true;
}

static bool
cut(struct cutter *c, const char **why)
{
	for (; c->at < c->text.n; c->at++) {
		char byte = c->text.p[c->at];
		bool opens = byte == '$' && c->at + 1 < c->text.n &&
			     c->text.p[c->at + 1] == '{';

		if (opens && (c->flags & PATTERN_VARIABLES_ON)) {
			if (!variable(c, why))
				return false;
		} else if ((byte == '*' || byte == '?') &&
			   (c->flags & PATTERN_WILDCARDS)) {
			wildcard(c, byte);
		} else {
			literal(c, byte);
		}
	}
	end_literal(c);
	return true;
}

/* Several '*' in a row are one. */
static uint32_t
squeeze(struct token *t, uint32_t n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++)
		if (i == 0 || t[i].kind != TOKEN_ANY ||
		    t[kept - 1].kind != TOKEN_ANY)
			t[kept++] = t[i];
	return kept;
}

static struct str
find(struct str in, struct str what)
{
	for (size_t i = 0; i + what.n <= in.n; i++)
		if (memcmp(in.p + i, what.p, what.n) == 0)
			return str_make(in.p + i, what.n);
	return str_make(NULL, 0);
}

static bool
is_simple(const struct token *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (t[i].kind != TOKEN_TEXT && t[i].kind != TOKEN_ANY &&
		    t[i].kind != TOKEN_VARIABLE)
			return false;
	return true;
}

void
pattern_name(struct build *b, struct pattern *p, struct str source)
{
	const struct str kept = build_text(b, source);

	p->source = kept.p;
	p->length = (uint32_t)kept.n;
}

static bool
compile(struct build *b, struct pattern *out, struct str text, unsigned flags,
	const char **why)
{
	char small[512];
	struct token few[513], *tokens;
	struct cutter c = { .b = b, .text = text, .flags = flags };
	bool big = text.n + 1 > sizeof few / sizeof *few;

	if (text.n < 4 || memcmp(text.p, "arn:", 4) != 0)
		c.flags &= ~(unsigned)PATTERN_ARN;
	c.literal = text.n > sizeof small ? build_scratch(b, text.n, 1) : small;
	c.tokens = big ? build_scratch(b, text.n + 1, sizeof *tokens) : few;
	if (!c.literal || !c.tokens || !cut(&c, why))
		return false;
	c.ntokens = squeeze(c.tokens, c.ntokens);
	if (c.ntokens > UINT16_MAX) {
		*why = "too many wildcards in one value";
		return false;
	}
	pattern_name(b, out, text);
	out->ntokens = (uint16_t)c.ntokens;
	out->variable = c.nvariables > 0;
	out->simple = is_simple(c.tokens, c.ntokens);
	tokens = build_array(b, c.ntokens ? c.ntokens : 1, sizeof *tokens);
	if (!tokens)
		return false;
	/* literals that stand in the source as they are need no second copy */
	for (uint32_t i = 0; i < c.ntokens; i++) {
		struct token *t = &c.tokens[i];

		tokens[i] = *t;
		if (t->kind != TOKEN_TEXT)
			continue;
		tokens[i].of.text = find(pattern_source(out), token_text(t)).p;
		if (!tokens[i].of.text)
			tokens[i].of.text = build_text(b, token_text(t)).p;
	}
	out->tokens = tokens;
	return b->err->code == PORTERO_OK;
}

/* ---- equal patterns are one ------------------------------------------------
 */

struct kept_pattern {
	struct pattern pattern;
	unsigned flags;
};

static uint64_t
hash_of(struct str text, unsigned flags)
{
	return str_hash(text) + flags * 0x9e3779b97f4a7c15u;
}

static const struct kept_pattern *
find_kept(const struct build *b, struct str text, unsigned flags)
{
	const struct table t = table_view(&b->pattern_table);
	uint32_t probe = 0, i;

	while ((i = table_next(&t, hash_of(text, flags), &probe)) !=
	       UINT32_MAX) {
		const struct kept_pattern *k = b->patterns.items[i];

		if (k->flags == flags &&
		    str_equal(pattern_source(&k->pattern), text))
			return k;
	}
	return NULL;
}

static bool
keep(struct build *b, const struct pattern *p, unsigned flags)
{
	struct kept_pattern *k = build_scratch(b, 1, sizeof *k);

	if (!k)
		return false;
	*k = (struct kept_pattern){ *p, flags };
	return list_add(b, &b->patterns, k) &&
	       table_add(b, &b->pattern_table,
			 hash_of(pattern_source(p), flags), b->patterns.n - 1);
}

bool
pattern_compile(struct build *b, struct pattern *out, struct str text,
		unsigned flags, const char **why)
{
	const struct kept_pattern *kept = find_kept(b, text, flags);

	*why = NULL;
	if (!kept)
		return compile(b, out, text, flags, why) && keep(b, out, flags);
	*out = kept->pattern;
	return true;
}
