/* SPDX-License-Identifier: MIT */
/*
 * match.c - pattern against text, without recursion.
 *
 * Most patterns are texts, variables and stars, and are read from left to
 * right: what stands between two stars is taken where it is found first. All
 * others take the classic two-pointer walk: at a mismatch go back to the last
 * '*' and let it take one byte more. Only the last star can help, since a later
 * star takes whatever an earlier one could have taken. Stars that may not cross
 * a ':' keep a place of their own: when they are stuck, the last free star
 * moves. So the cost is at most pattern length times text length.
 */
#include "match.h"

struct place {
	uint32_t token; /* the star; UINT32_MAX: none */
	size_t at;	/* where its text ends now */
};

/* The variables of a pattern, each looked up when it is met first. */
struct variables {
	const struct context *ctx;
	uint32_t met;	      /* 1 << slot */
	enum truth may_match; /* MAYBE when one is not known */
	struct str values[PATTERN_VARIABLES];
	struct derived derived[PATTERN_VARIABLES];
};

/* Stands for a value that nobody knows yet: whatever fits. */
static const char unknown[1];

/* Apart, since each is looked up once. No text has what is absent. */
static __attribute__((noinline)) void
look_up(struct variables *v, const struct token *t)
{
	const struct variable *variable = t->of.variable;
	struct str *value = &v->values[t->slot];

	v->met |= 1u << t->slot;
	switch (context_variable(v->ctx, variable->key, value,
				 &v->derived[t->slot])) {
	case KEY_PRESENT:
		break;
	case KEY_ABSENT:
		*value = variable->has_default ? variable->fallback
					       : str_make(NULL, SIZE_MAX);
		break;
	case KEY_UNKNOWN:
		*value = str_make(unknown, 0);
		v->may_match = MAYBE;
		break;
	}
}

static inline struct str
wanted(struct variables *v, const struct token *t)
{
	if (t->kind != TOKEN_VARIABLE)
		return token_text(t);
	if (!(v->met & 1u << t->slot))
		look_up(v, t);
	return v->values[t->slot];
}

static bool
text_at(struct str text, size_t at, struct str want, bool fold)
{
	if (text.n - at < want.n)
		return false;
	if (fold)
		return str_equal_fold(str_make(text.p + at, want.n), want);
	return want.n == 0 || memcmp(text.p + at, want.p, want.n) == 0;
}

/* '?' is one character: a UTF-8 sequence counts once. */
static size_t
after_character(struct str text, size_t at)
{
	at++;
	while (at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* Where from AT on token I, which follows a star, can begin: a literal only at
 * its first byte. The end of the text when nowhere. */
static size_t
next_start(const struct pattern *p, uint32_t i, struct str text, size_t at,
	   bool fold)
{
	const char *found;

	if (fold || p->tokens[i].kind != TOKEN_TEXT)
		return at;
	found = memchr(text.p + at, p->tokens[i].of.text[0], text.n - at);
	return found ? (size_t)(found - text.p) : text.n;
}

/* A star, or what may stand for as much. */
static inline bool
is_star(struct variables *v, const struct token *t)
{
	return t->kind == TOKEN_ANY ||
	       (t->kind == TOKEN_VARIABLE && wanted(v, t).p == unknown);
}

static bool
walk(const struct pattern *p, struct variables *v, struct str text, bool fold)
{
	struct place star = { UINT32_MAX, 0 }, field = { UINT32_MAX, 0 };
	uint32_t i = 0;
	size_t at = 0;

	for (;;) {
		bool moved = false;

		if (i == p->ntokens) {
			if (at == text.n)
				return true;
		} else if (is_star(v, &p->tokens[i])) {
			if (i + 1 == p->ntokens)
				return true;
			star = (struct place){ i, at };
			field.token = UINT32_MAX;
			moved = true;
		} else {
			const struct token *t = &p->tokens[i];
			struct str want;

			switch ((enum token_kind)t->kind) {
			case TOKEN_ANY:
				break;
			case TOKEN_TEXT:
			case TOKEN_VARIABLE:
				want = wanted(v, t);
				if (text_at(text, at, want, fold)) {
					at += want.n;
					moved = true;
				}
				break;
			case TOKEN_ANY_IN_FIELD:
				field = (struct place){ i, at };
				moved = true;
				break;
			case TOKEN_ONE_IN_FIELD:
			case TOKEN_ONE:
				if (at < text.n && (t->kind == TOKEN_ONE ||
						    text.p[at] != ':')) {
					at = after_character(text, at);
					moved = true;
				}
				break;
			}
		}
		if (moved) {
			i++;
			continue;
		}
		if (field.token != UINT32_MAX && field.at < text.n &&
		    text.p[field.at] != ':') {
			at = ++field.at;
			i = field.token + 1;
		} else if (star.token != UINT32_MAX && star.at < text.n) {
			star.at = next_start(p, star.token + 1, text,
					     star.at + 1, fold);
			at = star.at;
			i = star.token + 1;
		} else {
			return false;
		}
	}
}

/* Takes TEXT up to and with the first WANT. */
static bool
skip_past(struct str *text, struct str want)
{
	while (text->n >= want.n) {
		const char *found =
			memchr(text->p, want.p[0], text->n - want.n + 1);

		if (!found)
			return false;
		*text = str_from(*text, (size_t)(found - text->p));
		if (memcmp(found, want.p, want.n) == 0) {
			*text = str_from(*text, want.n);
			return true;
		}
		*text = str_from(*text, 1);
	}
	return false;
}

/* Texts with stars between: the first and the last stand at the ends, and each
 * other where it is found first. */
static bool
match_texts(const struct pattern *p, struct str text)
{
	const struct token *t = p->tokens, *end = t + p->ntokens;

	if (t < end && t->kind == TOKEN_TEXT) {
		if (!str_starts(text, token_text(t)))
			return false;
		text = str_from(text, t->length);
		if (++t == end)
			return text.n == 0;
	}
	/* a star is next, unless there is nothing at all */
	if (t == end)
		return text.n == 0;
	if (end[-1].kind == TOKEN_TEXT) {
		struct str last = token_text(&end[-1]);

		if (text.n < last.n ||
		    memcmp(text.p + text.n - last.n, last.p, last.n) != 0)
			return false;
		text.n -= last.n;
		end--;
	}
	for (; t < end; t++)
		if (t->kind == TOKEN_TEXT && !skip_past(&text, token_text(t)))
			return false;
	return true;
}

/* Takes what stands before a star, or END, off the beginning of TEXT, and moves
 * *T there. */
static inline bool
take_run(struct variables *v, const struct token **t, const struct token *end,
	 struct str *text)
{
	for (; *t < end && !is_star(v, *t); ++*t) {
		const struct str want = wanted(v, *t);

		if (!str_starts(*text, want))
			return false;
		*text = str_from(*text, want.n);
	}
	return true;
}

/* The same where it is found first. */
static bool
find_run(struct variables *v, const struct token **t, const struct token *end,
	 struct str *text)
{
	const struct token *const begun = *t;
	const struct str first = wanted(v, begun);

	while (text->n >= first.n) {
		struct str rest;

		if (first.n) { /* a value may be empty */
			const char *found = memchr(text->p, first.p[0],
						   text->n - first.n + 1);

			if (!found)
				return false;
			*text = str_from(*text, (size_t)(found - text->p));
		}
		rest = *text;
		*t = begun;
		if (take_run(v, t, end, &rest)) {
			*text = rest;
			return true;
		}
		if (text->n == 0)
			return false;
		*text = str_from(*text, 1);
	}
	return false;
}

/* Texts and variables with stars between, as above. */
static bool
match_runs(const struct pattern *p, struct variables *v, struct str text)
{
	const struct token *t = p->tokens, *end = t + p->ntokens;

	if (!take_run(v, &t, end, &text))
		return false;
	if (t == end)
		return text.n == 0;
	for (; !is_star(v, &end[-1]); end--) {
		const struct str last = wanted(v, &end[-1]);

		if (text.n < last.n)
			return false;
		text.n -= last.n;
		if (last.n && memcmp(text.p + text.n, last.p, last.n) != 0)
			return false;
	}
	while (++t < end)
		if (!is_star(v, t) && !find_run(v, &t, end, &text))
			return false;
	return true;
}

/* Apart, because it needs much room on the stack and few patterns need it. */
static __attribute__((noinline)) enum truth
match_variables(const struct context *ctx, const struct pattern *p,
		struct str text, bool fold)
{
	struct variables v;
	bool matches;

	v.ctx = ctx;
	v.met = 0;
	v.may_match = YES;
	matches = p->simple && !fold ? match_runs(p, &v, text)
				     : walk(p, &v, text, fold);
	return matches ? v.may_match : NO;
}

static enum truth
match(const struct context *ctx, const struct pattern *p, struct str text,
      bool fold)
{
	if (p->variable)
		return match_variables(ctx, p, text, fold);
	if (p->simple && !fold)
		return match_texts(p, text) ? YES : NO;
	return walk(p, NULL, text, fold) ? YES : NO;
}

enum truth
match_pattern(const struct context *ctx, const struct pattern *p,
	      struct str text)
{
	return match(ctx, p, text, false);
}

enum truth
match_pattern_fold(const struct context *ctx, const struct pattern *p,
		   struct str text)
{
	return match(ctx, p, text, true);
}
