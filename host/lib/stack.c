/* SPDX-License-Identifier: MIT */
/* The stack of plugins: all must allow, and whatever is in doubt denies. */
#include "stack.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "loader.h"

struct layer {
	const struct portero_plugin *plugin;
	struct portero *set;
};

struct stack {
	size_t n;
	struct layer layers[];
};

static struct stack *
new_stack(size_t n, struct portero_error *err)
{
	struct stack *s = NULL;

	if (n <= 1000)
		s = calloc(1, sizeof *s + n * sizeof s->layers[0]);
	if (!s)
		error_set(err, PORTERO_ERROR_SYSTEM, "memory", NULL,
			  "out of memory");
	return s;
}

/* A plugin that fails must say so, and one that opens must give a handle. */
static int
settle(int code, const struct portero *set, const char *name,
       struct portero_error *err)
{
	if (code == PORTERO_OK && set)
		return PORTERO_OK;
	if (code == PORTERO_OK)
		code = PORTERO_ERROR_SYSTEM;
	error_place(err, name, NULL, 0, 0, 0);
	error_set(err, (uint32_t)code, "plugin", NULL,
		  "the plugin could not open its policy set and does not say "
		  "why");
	return code;
}

static int
open_layer(struct layer *layer, const struct stack_entry *entry,
	   const struct portero_host *host, struct portero_error *err)
{
	int code;

	layer->plugin = loader_load(entry->plugin, err);
	if (!layer->plugin)
		return err && err->code ? (int)err->code : PORTERO_ERROR_SYSTEM;
	code = layer->plugin->open(&layer->set, host, entry->config, 0, err);
	return settle(code, layer->set, entry->config, err);
}

int
stack_open(struct stack **out, const struct stack_entry *entries, size_t n,
	   const struct portero_host *host, struct portero_error *err)
{
	struct portero_error mine = { .size = sizeof mine };
	struct stack *s;
	int code;

	*out = NULL;
	if (!err)
		err = &mine;
	if (n == 0) {
		error_set(err, PORTERO_ERROR_USAGE, "no-plugin",
			  "name at least one plugin: without one, all is "
			  "denied",
			  "no plugin is configured");
		return PORTERO_ERROR_USAGE;
	}
	s = new_stack(n, err);
	if (!s)
		return PORTERO_ERROR_SYSTEM;
	for (; s->n < n; s->n++) {
		code = open_layer(&s->layers[s->n], &entries[s->n], host, err);
		if (code != PORTERO_OK) {
			stack_close(s);
			return code;
		}
	}
	*out = s;
	return PORTERO_OK;
}

int
stack_reload(struct stack **out, const struct stack *old,
	     struct portero_error *err)
{
	struct portero_error mine = { .size = sizeof mine };
	struct stack *s;
	int code;

	*out = NULL;
	if (!err)
		err = &mine;
	if (!old) {
		error_set(err, PORTERO_ERROR_USAGE, "no-plugin", NULL,
			  "no stack is open");
		return PORTERO_ERROR_USAGE;
	}
	s = new_stack(old->n, err);
	if (!s)
		return PORTERO_ERROR_SYSTEM;
	for (; s->n < old->n; s->n++) {
		const struct layer *from = &old->layers[s->n];
		struct layer *to = &s->layers[s->n];

		to->plugin = from->plugin;
		code = to->plugin->reload(&to->set, from->set, err);
		code = settle(code, to->set, to->plugin->name, err);
		if (code != PORTERO_OK) {
			stack_close(s);
			return code;
		}
	}
	*out = s;
	return PORTERO_OK;
}

void
stack_close(struct stack *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		s->layers[i].plugin->close(s->layers[i].set);
	free(s);
}

static int
deny(struct portero_decision *d, uint32_t reason)
{
	*d = (struct portero_decision){ .size = sizeof *d,
					.effect = PORTERO_DENY,
					.reason = reason };
	return 1;
}

/* A decision of a plugin that does not keep to portero.h is a refusal. */
static int
settle_decision(const struct portero_plugin *plugin, int code,
		struct portero_decision *d)
{
	d->policy[sizeof d->policy - 1] = '\0';
	d->sid[sizeof d->sid - 1] = '\0';
	d->detail[sizeof d->detail - 1] = '\0';
	if (code == 0 && d->effect == PORTERO_ALLOW &&
	    d->reason == PORTERO_REASON_ALLOWED)
		return 0;
	if (d->effect == PORTERO_DENY && code != 0)
		return 1;
	deny(d, PORTERO_REASON_INTERNAL);
	snprintf(d->detail, sizeof d->detail,
		 "the plugin %s contradicts itself", plugin->name);
	return 1;
}

/* The first plugin is the one people think of; any other says who it is. */
static void
sign(const struct portero_plugin *plugin, struct portero_decision *d)
{
	char detail[sizeof d->detail];

	memcpy(detail, d->detail, sizeof detail);
	snprintf(d->detail, sizeof d->detail, "plugin %.60s: %.180s",
		 plugin->name, detail);
}

/* What LAYER says; 0 when it allows. */
static int
ask(const struct layer *layer, const struct portero_request *request,
    struct portero_decision *d, bool job)
{
	const struct portero_plugin *plugin = layer->plugin;
	int code;

	deny(d, PORTERO_REASON_NONE);
	code = job ? plugin->check_job_creation(layer->set, request, d)
		   : plugin->check_access(layer->set, request, d);
	return settle_decision(plugin, code, d);
}

static int
check(const struct stack *s, const struct portero_request *request,
      struct portero_decision *decision, bool job)
{
	struct portero_decision other;

	if (!s || s->n == 0)
		return deny(decision, PORTERO_REASON_NO_PLUGIN);
	if (!request)
		return deny(decision, PORTERO_REASON_INTERNAL);
	if (ask(&s->layers[0], request, decision, job) != 0)
		return 1;
	for (size_t i = 1; i < s->n; i++) {
		if (ask(&s->layers[i], request, &other, job) == 0)
			continue;
		sign(s->layers[i].plugin, &other);
		*decision = other;
		return 1;
	}
	return 0;
}

int
stack_check_job_creation(const struct stack *s,
			 const struct portero_request *request,
			 struct portero_decision *decision)
{
	return check(s, request, decision, true);
}

int
stack_check_access(const struct stack *s, const struct portero_request *request,
		   struct portero_decision *decision)
{
	return check(s, request, decision, false);
}

const char *
stack_reason_text(const struct stack *s, uint32_t reason)
{
	const char *text;

	if (s && s->n > 0) {
		text = s->layers[0].plugin->reason_text(reason);
		if (text)
			return text;
	}
	if (reason == PORTERO_REASON_NO_PLUGIN)
		return "NO_PLUGIN: no plugin is loaded, and so all is denied";
	return "UNKNOWN: a reason this host does not know";
}

size_t
stack_size(const struct stack *s)
{
	return s ? s->n : 0;
}

const struct portero_plugin *
stack_plugin(const struct stack *s, size_t i)
{
	return s && i < stack_size(s) ? s->layers[i].plugin : NULL;
}
