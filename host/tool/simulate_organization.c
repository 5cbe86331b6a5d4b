/* SPDX-License-Identifier: MIT */
/* Writes the organization of a simulate line: a chain of levels a list. */
#include "simulate_plan.h"

/* One way from the root to an account. */
struct chain {
	struct portero_str account;
	uint32_t scps, rcps; /* tokens of the lists, or JTEXT_NONE */
	uint32_t nscps, nrcps, levels;
};

static uint32_t
level_token(const struct plan *p, uint32_t list, uint32_t level)
{
	uint32_t i = list + 1;

	while (level-- > 0)
		i = p->line->json.tokens[i].next;
	return i;
}

static void
put_level(struct plan *p, const struct chain *c, uint32_t level)
{
	/* a level without SCPs would deny, and to ask one twice changes
	 * nothing: short lists repeat their last level */
	if (c->nscps > 0) {
		uint32_t at = level < c->nscps ? level : c->nscps - 1;

		buffer_puts(p->out, ",\"scps\":");
		plan_put_list(p, "scps", at, level_token(p, c->scps, at));
	}
	if (level < c->nrcps) {
		buffer_puts(p->out, ",\"rcps\":");
		plan_put_list(p, "rcps", level, level_token(p, c->rcps, level));
	}
}

static void
put_leaf(struct plan *p, const struct chain *c)
{
	buffer_puts(p->out, ",\"accounts\":[{\"id\":");
	buffer_json(p->out, c->account);
	put_level(p, c, c->levels - 1);
	buffer_puts(p->out, "}]");
}

/* The OU at LEVEL, all that is in it, and its end. */
static void
put_ous(struct plan *p, const struct chain *c, const char *branch)
{
	const uint32_t n = c->levels - 1; /* levels 1 to n - 1 are OUs */

	for (uint32_t level = 1; level < n; level++) {
		if (level > 1)
			buffer_puts(p->out, ",\"ous\":[");
		buffer_puts(p->out, "{\"id\":\"ou-simu-");
		buffer_puts(p->out, branch);
		buffer_number(p->out, 1000000 + level);
		buffer_putc(p->out, '"');
		put_level(p, c, level);
	}
	put_leaf(p, c);
	for (uint32_t level = 1; level < n; level++)
		buffer_puts(p->out, level + 1 < n ? "}]" : "}");
}

static uint32_t
list_token(const struct plan *p, const char *type, uint32_t *size)
{
	uint32_t list = jtext_member(&p->line->json, p->line->policies, type);

	*size = list == JTEXT_NONE ? 0 : p->line->json.tokens[list].size;
	return list;
}

static void
count_levels(struct chain *c)
{
	c->levels = c->nscps > c->nrcps ? c->nscps : c->nrcps;
	if (c->levels < 2)
		c->levels = 2; /* a root and an account */
}

static void
put_tree(struct plan *p, const struct chain *chains, size_t n)
{
	bool first = true;

	buffer_puts(p->out, ",\"ous\":[");
	for (size_t i = 0; i < n; i++) {
		if (chains[i].levels == 2)
			continue;
		buffer_puts(p->out, first ? "" : ",");
		put_ous(p, &chains[i], i == 0 ? "a" : "b");
		first = false;
	}
	buffer_puts(p->out, "],\"accounts\":[");
	first = true;
	for (size_t i = 0; i < n; i++) {
		if (chains[i].levels != 2)
			continue;
		buffer_puts(p->out, first ? "{\"id\":" : ",{\"id\":");
		buffer_json(p->out, chains[i].account);
		put_level(p, &chains[i], 1);
		buffer_putc(p->out, '}');
		first = false;
	}
	buffer_putc(p->out, ']');
}

/* SCPs hang over the caller's account, RCPs over the resource's. */
void
plan_put_organization(struct plan *p)
{
	struct chain c[2] = { 0 }, root;
	const struct portero_str management = p->line->management_account;
	size_t n = 1;

	c[0].account = p->caller_account;
	c[0].scps = list_token(p, "scps", &c[0].nscps);
	c[1].account = p->resource_account;
	c[1].rcps = list_token(p, "rcps", &c[1].nrcps);
	if (c[0].nscps == 0 && c[1].nrcps == 0)
		return;
	root = c[0];
	root.rcps = c[1].rcps;
	root.nrcps = c[1].nrcps;
	if (slice_equal(c[0].account, c[1].account))
		c[0] = root;
	else
		n = 2;
	for (size_t i = 0; i < n; i++)
		count_levels(&c[i]);
	buffer_puts(p->out, ",\"organization\":{\"id\":\"o-simulated00\"");
	if (slice_equal(management, p->caller_account) ||
	    slice_equal(management, p->resource_account)) {
		buffer_puts(p->out, ",\"management_account\":");
		buffer_json(p->out, management);
	}
	buffer_puts(p->out, ",\"root\":{\"id\":\"r-simu\"");
	put_level(p, &root, 0);
	put_tree(p, c, n);
	buffer_puts(p->out, "}}");
}
