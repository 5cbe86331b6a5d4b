/* SPDX-License-Identifier: MIT */
/*
 * Writes the policy set of a simulate line. Documents are copied as they stand,
 * so that the plugin sees what the line says: duplicate keys too.
 *
 * Whatever has no place because of who asks (identity policies of a service)
 * hangs on a role that nobody is, so that the plugin still judges its
 * documents.
 */
#include <string.h>

#include "simulate_plan.h"

static const struct portero_str nobody[] = { { "000000000000", 12 },
					     { "000000000001", 12 },
					     { "000000000002", 12 },
					     { "000000000003", 12 } };

/* ---- documents ----------------------------------------------------------- */

/*
 * A set may have URL-encoded documents, as AWS prints them; a line may not, so
 * that such a text is an invalid policy here: the empty text is one.
 */
static bool
is_encoded(const struct jtext *j, uint32_t token)
{
	struct portero_str s;
	size_t i = 0;

	if (j->tokens[token].kind != JTEXT_STRING)
		return false;
	s = jtext_string(j, token);
	while (i < s.len && strchr(" \t\r\n", s.ptr[i]))
		i++;
	return i < s.len && s.ptr[i] != '{';
}

/* {"name":"scps[0][1]","document":DOC}; LEVEL or INDEX < 0 are not named. */
static void
put_document(struct plan *p, const char *type, int64_t level, int64_t index,
	     uint32_t token)
{
	const struct jtoken *t = &p->line->json.tokens[token];
	struct buffer *b = p->out;

	buffer_puts(b, "{\"name\":\"");
	buffer_puts(b, type);
	if (level >= 0) {
		buffer_putc(b, '[');
		buffer_number(b, (uint64_t)level);
		buffer_putc(b, ']');
	}
	buffer_putc(b, '[');
	buffer_number(b, (uint64_t)index);
	buffer_puts(b, "]\",\"document\":");
	if (is_encoded(&p->line->json, token))
		buffer_puts(b, "\"\"");
	else
		buffer_bytes(b, p->line->json.text + t->begin,
			     t->end - t->begin);
	buffer_putc(b, '}');
}

void
plan_put_list(struct plan *p, const char *type, int64_t level, uint32_t list)
{
	const struct jtoken *tokens = p->line->json.tokens;
	int64_t index = 0;

	buffer_putc(p->out, '[');
	if (tokens[list].kind != JTEXT_ARRAY) {
		put_document(p, type, level, 0, list);
	} else {
		for (uint32_t i = list + 1; i < tokens[list].next;
		     i = tokens[i].next) {
			if (index > 0)
				buffer_putc(p->out, ',');
			put_document(p, type, level, index++, i);
		}
	}
	buffer_putc(p->out, ']');
}

/* ,"KEY":[DOC...] when the line has documents of that type. */
static void
put_policies(struct plan *p, const char *key, const char *type)
{
	if (!simulate_has(p->line, type))
		return;
	buffer_puts(p->out, ",\"");
	buffer_puts(p->out, key);
	buffer_puts(p->out, "\":");
	plan_put_list(p, type, -1,
		      jtext_member(&p->line->json, p->line->policies, type));
}

/* ---- principals ---------------------------------------------------------- */

static void
put_name(struct plan *p, struct portero_str path, struct portero_str name)
{
	buffer_puts(p->out, "{\"name\":");
	buffer_json(p->out, name);
	if (path.len == 0)
		return;
	buffer_puts(p->out, ",\"path\":");
	buffer_json(p->out, path);
}

static bool
is_role(const struct caller *c)
{
	return c->kind == CALLER_ROLE || c->kind == CALLER_SESSION;
}

static void
put_own_policies(struct plan *p)
{
	put_policies(p, "policies", "identity");
	put_policies(p, "boundary", "boundary");
	put_policies(p, "session", "session");
}

/* Is the role whose trust policy the line has the caller's own? */
static bool
trusts_itself(const struct plan *p)
{
	return p->has_trust && is_role(&p->line->caller) &&
	       slice_equal(p->trust_account, p->line->caller.account) &&
	       slice_equal(p->trust_name, p->line->caller.name);
}

static void
put_roles(struct plan *p, struct portero_str account)
{
	const struct caller *c = &p->line->caller;
	bool first = true;

	buffer_puts(p->out, ",\"roles\":[");
	if (is_role(c) && slice_equal(account, c->account)) {
		put_name(p, p->line->role_path, c->name);
		put_own_policies(p);
		if (trusts_itself(p))
			put_policies(p, "trust", "trust");
		buffer_putc(p->out, '}');
		first = false;
	}
	if (p->has_trust && slice_equal(account, p->trust_account) &&
	    !trusts_itself(p)) {
		buffer_puts(p->out, first ? "" : ",");
		put_name(p, p->trust_path, p->trust_name);
		put_policies(p, "trust", "trust");
		buffer_putc(p->out, '}');
		first = false;
	}
	if (slice_equal(account, p->spare)) {
		buffer_puts(p->out, first ? "" : ",");
		buffer_puts(p->out, "{\"name\":\"nobody\"");
		if (!caller_has_policies(c))
			put_own_policies(p);
		if (!p->has_trust)
			put_policies(p, "trust", "trust");
		buffer_putc(p->out, '}');
	}
	buffer_putc(p->out, ']');
}

/* The partition of the caller, or of the role that is assumed. */
static void
put_partition(struct plan *p, struct portero_str account)
{
	const struct caller *c = &p->line->caller;
	struct portero_str partition = { NULL, 0 };

	if (slice_equal(account, c->account))
		partition = c->partition;
	else if (p->has_trust && slice_equal(account, p->trust_account))
		partition = p->trust_partition;
	if (partition.len == 0)
		return;
	buffer_puts(p->out, ",\"partition\":");
	buffer_json(p->out, partition);
}

static void
put_account(struct plan *p, struct portero_str account)
{
	const struct caller *c = &p->line->caller;

	buffer_puts(p->out, "{\"id\":");
	buffer_json(p->out, account);
	put_partition(p, account);
	put_roles(p, account);
	if ((c->kind == CALLER_USER || c->kind == CALLER_FEDERATED) &&
	    slice_equal(account, c->account)) {
		buffer_puts(p->out, c->kind == CALLER_USER
					    ? ",\"users\":["
					    : ",\"federated_users\":[");
		put_name(p, c->path, c->name);
		put_own_policies(p);
		buffer_puts(p->out, "}]");
	}
	buffer_putc(p->out, '}');
}

/* ---- resource ------------------------------------------------------------ */

static void
put_resource(struct plan *p)
{
	const struct simulate_line *l = p->line;
	struct portero_str account = p->resource_account;

	if (!simulate_has(l, "resource"))
		return;
	/* the set goes by the ARN; whose it is stands in the request as well */
	if (caller_is_account(l->resource_own))
		account = l->resource_own;
	buffer_puts(p->out, ",\"resources\":[{\"arn\":");
	/* no policy is attached to "all resources", nor to what is AWS's own */
	if (l->resource.len == 1 ||
	    (l->resource_own.len > 0 && !caller_is_account(l->resource_own)))
		buffer_puts(p->out, "\"arn:aws:s3:::nobody\"");
	else
		buffer_json(p->out, l->resource);
	buffer_puts(p->out, ",\"account\":");
	buffer_json(p->out, account);
	put_policies(p, "policy", "resource");
	buffer_puts(p->out, "}]");
}

/* ---- the set ------------------------------------------------------------- */

static void
add_account(struct plan *p, struct portero_str account)
{
	for (size_t i = 0; i < p->naccounts; i++)
		if (slice_equal(p->accounts[i], account))
			return;
	p->accounts[p->naccounts++] = account;
}

static void
find_trust(struct plan *p)
{
	struct caller role;

	if (!simulate_has(p->line, "trust") ||
	    !caller_parse(&role, p->line->resource) || role.kind != CALLER_ROLE)
		return;
	p->has_trust = true;
	p->trust_partition = role.partition;
	p->trust_account = role.account;
	p->trust_path = role.path;
	p->trust_name = role.name;
}

static struct plan
make_plan(struct buffer *out, const struct simulate_line *l)
{
	struct plan p = { .line = l, .out = out };

	find_trust(&p);
	for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
		p.spare = nobody[i];
		if (!slice_equal(p.spare, l->caller.account) &&
		    !slice_equal(p.spare, l->resource_account) &&
		    !slice_equal(p.spare, p.trust_account))
			break;
	}
	p.caller_account = l->caller.account.len ? l->caller.account : p.spare;
	p.resource_account = caller_is_account(l->resource_account)
				     ? l->resource_account
				     : p.spare;
	add_account(&p, p.caller_account);
	add_account(&p, p.resource_account);
	if (p.has_trust)
		add_account(&p, p.trust_account);
	if (!caller_has_policies(&l->caller) || !p.has_trust)
		add_account(&p, p.spare);
	return p;
}

struct portero_str
simulate_owner(const struct simulate_line *l)
{
	return make_plan(NULL, l).resource_account;
}

void
simulate_set(struct buffer *out, const struct simulate_line *l)
{
	struct plan p = make_plan(out, l);

	buffer_clear(out);
	buffer_puts(out, "{\"schema\":\"portero.set/1\"");
	plan_put_organization(&p);
	buffer_puts(out, ",\"accounts\":[");
	for (size_t i = 0; i < p.naccounts; i++) {
		buffer_puts(out, i ? "," : "");
		put_account(&p, p.accounts[i]);
	}
	buffer_putc(out, ']');
	put_resource(&p);
	buffer_putc(out, '}');
}

static void
put_part(struct buffer *b, struct portero_str text)
{
	buffer_bytes(b, text.ptr, text.len);
	buffer_putc(b, '\0'); /* no text has one */
}

void
simulate_key(struct buffer *out, const struct simulate_line *l)
{
	const struct jtoken *policies = &l->json.tokens[l->policies];

	buffer_clear(out);
	buffer_putc(out, (char)('0' + l->caller.kind));
	put_part(out, l->caller.partition);
	put_part(out, l->caller.account);
	put_part(out,
		 l->caller.kind == CALLER_USER ? l->caller.path : l->role_path);
	put_part(out, l->caller.name);
	put_part(out, l->resource_account);
	put_part(out, l->management_account);
	if (simulate_has(l, "resource") || simulate_has(l, "trust"))
		put_part(out, l->resource);
	buffer_bytes(out, l->json.text + policies->begin,
		     policies->end - policies->begin);
}
