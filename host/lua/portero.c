/* SPDX-License-Identifier: MIT */
/*
 * The gateway as a module of Lua, for nginx-lua, HAProxy and Slurm:
 *
 *	local portero = require "portero"
 *	local gate = assert(portero.open{ plugin = ..., config = ...,
 *	    region = "eu-west-1", log = "/var/log/portero/decisions.log" })
 *	local a = gate:call{ target = ..., body = ..., principal = ... }
 *	if a.allowed ~= true then ... a.status, a.type, a.body ... end
 *
 * One source for Lua 5.1, LuaJIT, 5.3 and 5.4. A gate belongs to one Lua state
 * and is not shared by threads.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/apicall.h"
#include "../lib/decision_log.h"

#define GATE	   "portero.gate"
#define KEYS	   64
#define SERVICE	   "sagemaker.amazonaws.com"
#define UNUSED_LOG -1

#if LUA_VERSION_NUM > 501 && !defined(lua_objlen)
#define lua_objlen lua_rawlen
#endif

struct gate {
	struct stack *stack;
	struct decision_log log;
	char region[64], account[16];
	bool logs, log_required, show_policy, other;
};

/* Field NAME of the table at T; empty when it is not there. Stays on the stack,
 * and with it the text. */
static struct portero_str
field(lua_State *L, int t, const char *name)
{
	struct portero_str s = { NULL, 0 };

	lua_getfield(L, t, name);
	if (lua_isnil(L, -1))
		return s;
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "portero: %s must be a string", name);
	s.ptr = lua_tolstring(L, -1, &s.len);
	return s;
}

/* The same for what ends at a NUL: behind one, nobody would look. */
static const char *
text_field(lua_State *L, int t, const char *name)
{
	const struct portero_str s = field(L, t, name);

	if (s.ptr && memchr(s.ptr, 0, s.len))
		luaL_error(L, "portero: %s has a NUL", name);
	return s.ptr;
}

static bool
flag(lua_State *L, int t, const char *name)
{
	bool value;

	lua_getfield(L, t, name);
	if (!lua_isnil(L, -1) && !lua_isboolean(L, -1))
		luaL_error(L, "portero: %s must be true or false", name);
	value = lua_toboolean(L, -1) != 0;
	lua_pop(L, 1);
	return value;
}

static void
copy(lua_State *L, char *out, size_t size, struct portero_str s,
     const char *name)
{
	if (s.len >= size || (s.len > 0 && memchr(s.ptr, 0, s.len)))
		luaL_error(L, "portero: %s is too long", name);
	if (s.len > 0)
		memcpy(out, s.ptr, s.len);
	out[s.len] = '\0';
}

/*
 * Every field of the table at T is one of NAMES: one that is misspelt would be
 * one that is not there, and nobody would know.
 */
static void
check_fields(lua_State *L, int t, const char *const names[])
{
	luaL_checktype(L, t, LUA_TTABLE);
	for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1)) {
		const char *const *name = names;

		if (lua_type(L, -2) != LUA_TSTRING)
			luaL_error(L, "portero: fields have names");
		while (*name && strcmp(*name, lua_tostring(L, -2)) != 0)
			name++;
		if (!*name)
			luaL_error(L, "portero: there is no field %s",
				   lua_tostring(L, -2));
	}
}

static int
fail(lua_State *L, const struct portero_error *err)
{
	lua_pushnil(L);
	if (err->line > 0)
		lua_pushfstring(L, "%s:%d:%d: ", err->file, (int)err->line,
				(int)err->column);
	else
		lua_pushfstring(L, "%s%s", err->file, err->file[0] ? ": " : "");
	lua_pushfstring(L, "%s%s%s", err->text, err->hint[0] ? "; " : "",
			err->hint);
	lua_concat(L, 2);
	return 2;
}

/* portero.open{...}: a gate, or nil and why there is none. */
static int
gate_open(lua_State *L)
{
	static const char *const names[] = {
		"plugin",	"config",      "region",     "account", "log",
		"log_required", "show_policy", "deny_other", NULL
	};
	struct portero_error err = { .size = sizeof err };
	struct stack_entry entry;
	const char *path;
	struct gate *g;

	check_fields(L, 1, names);
	lua_settop(L, 1);
	g = lua_newuserdata(L, sizeof *g);
	*g = (struct gate){ .log = { .fd = UNUSED_LOG } };
	luaL_getmetatable(L, GATE);
	lua_setmetatable(L, -2);
	copy(L, g->region, sizeof g->region, field(L, 1, "region"), "region");
	copy(L, g->account, sizeof g->account, field(L, 1, "account"),
	     "account");
	g->log_required = flag(L, 1, "log_required");
	g->show_policy = flag(L, 1, "show_policy");
	g->other = !flag(L, 1, "deny_other");
	path = text_field(L, 1, "log");
	g->logs = path && path[0] != '\0';
	if (g->logs && !decision_log_open(&g->log, path)) {
		lua_pushnil(L);
		lua_pushfstring(L, "%s: cannot be opened", path);
		return 2;
	}
	entry = (struct stack_entry){ text_field(L, 1, "plugin"),
				      text_field(L, 1, "config") };
	if (!entry.plugin || !entry.config)
		return luaL_error(L, "portero: plugin and config are needed");
	if (stack_open(&g->stack, &entry, 1, NULL, &err) != PORTERO_OK)
		return fail(L, &err);
	lua_pushvalue(L, 2);
	return 1;
}

static struct gate *
gate_of(lua_State *L)
{
	return luaL_checkudata(L, 1, GATE);
}

static int
gate_close(lua_State *L)
{
	struct gate *g = gate_of(L);

	stack_close(g->stack);
	g->stack = NULL;
	decision_log_close(&g->log);
	return 0;
}

/* gate:reload(): true, or nil and why the old policies stay. */
static int
gate_reload(lua_State *L)
{
	struct portero_error err = { .size = sizeof err };
	struct gate *g = gate_of(L);
	struct stack *s;

	if (stack_reload(&s, g->stack, &err) != PORTERO_OK)
		return fail(L, &err);
	stack_close(g->stack);
	g->stack = s;
	lua_pushboolean(L, 1);
	return 1;
}

static void
set(lua_State *L, const char *name, const char *text, size_t len)
{
	lua_pushlstring(L, text, len);
	lua_setfield(L, -2, name);
}

/* The table that a call returns; SAY is for a refusal. */
static void
push_answer(lua_State *L, const struct portero_decision *d, const char *id,
	    const struct denial *say)
{
	char body[6 * sizeof say->message + 128], generation[17];

	lua_newtable(L);
	lua_pushboolean(L, d->effect == PORTERO_ALLOW);
	lua_setfield(L, -2, "allowed");
	set(L, "id", id, strlen(id));
	set(L, "reason", denial_reason(d->reason),
	    strlen(denial_reason(d->reason)));
	snprintf(generation, sizeof generation, "%016llx",
		 (unsigned long long)d->generation);
	set(L, "generation", generation, strlen(generation));
	if (d->effect == PORTERO_ALLOW)
		return;
	lua_pushinteger(L, (lua_Integer)say->status);
	lua_setfield(L, -2, "status");
	set(L, "type", say->type, strlen(say->type));
	set(L, "message", say->message, strlen(say->message));
	set(L, "body", body, denial_json(say, body, sizeof body));
}

/* Logs and returns A, and frees what it has. SAY may be NULL. */
static int
conclude(lua_State *L, struct gate *g, const struct apicall *call,
	 struct apicall_answer *a, struct denial *say,
	 struct portero_str client)
{
	char id[DECISION_ID + 1] = "";
	struct decision_record record = {
		.id = id,
		.decision = &a->decision,
		.request = a->request,
		.principal = call->principal,
		.action = { a->action, strlen(a->action) },
		.client = client,
		.nanoseconds = a->nanoseconds,
	};
	struct denial denial;

	if (!decision_id(id) ||
	    (g->logs && !decision_log_write(&g->log, &record) &&
	     g->log_required)) {
		a->decision.effect = PORTERO_DENY;
		a->decision.reason = PORTERO_REASON_INTERNAL;
		say = NULL;
	}
	if (!say) {
		denial_make(&denial, a->request, &a->decision, g->show_policy,
			    id);
		say = &denial;
	}
	apicall_free(a); /* what follows may raise an error of memory */
	push_answer(L, &a->decision, id, say);
	return 1;
}

/* The condition keys of the table in field NAME, into KEYS; their number. */
static size_t
take_keys(lua_State *L, const char *name, struct apicall_key keys[KEYS])
{
	size_t n = 0;

	lua_getfield(L, 2, name);
	if (lua_isnil(L, -1))
		return 0;
	luaL_checktype(L, -1, LUA_TTABLE);
	luaL_checkstack(L, 2 * KEYS + 4, "keys");
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
		if (n == KEYS || lua_type(L, -2) != LUA_TSTRING ||
		    lua_type(L, -1) != LUA_TSTRING)
			luaL_error(L, "portero: keys are text, at most %d",
				   KEYS);
		keys[n].key = lua_tostring(L, -2);
		if (strlen(keys[n].key) != lua_objlen(L, -2))
			luaL_error(L, "portero: a key has a NUL");
		keys[n].value.ptr = lua_tolstring(L, -1, &keys[n].value.len);
		n++;
	}
	return n;
}

/* gate:call{...}: a call of the SageMaker API. */
static int
gate_call(lua_State *L)
{
	static const char *const names[] = {
		"target",	"body",	  "principal", "keys",
		"session_tags", "client", NULL
	};
	struct gate *g = gate_of(L);
	struct apicall_key keys[KEYS];
	struct apicall_answer a;
	struct portero_str client;
	struct apicall call;
	struct denial say;

	check_fields(L, 2, names);
	call = (struct apicall){ .target = field(L, 2, "target"),
				 .body = field(L, 2, "body"),
				 .principal = field(L, 2, "principal"),
				 .session_tags = field(L, 2, "session_tags"),
				 .account = { g->account, strlen(g->account) },
				 .region = { g->region, strlen(g->region) },
				 .now = (int64_t)time(NULL) };
	client = field(L, 2, "client");
	call.nkeys = take_keys(L, "keys", keys);
	call.keys = keys;
	switch (apicall_screen(&call, g->other, false, &a, &say)) {
	case APICALL_PASS:
		lua_newtable(L);
		lua_pushboolean(L, 1);
		lua_setfield(L, -2, "allowed");
		return 1;
	case APICALL_REFUSED:
		return conclude(L, g, &call, &a, &say, client);
	case APICALL_JUDGE:
		break;
	}
	apicall_judge(g->stack, &call, &a);
	return conclude(L, g, &call, &a, NULL, client);
}

/* Leaves the list in field "roles" on the stack. One that is not text, or not
 * all of it, would be a role unseen. */
static void
check_roles(lua_State *L)
{
	lua_getfield(L, 2, "roles");
	if (lua_isnil(L, -1)) {
		lua_pop(L, 1);
		lua_newtable(L);
	}
	luaL_checktype(L, -1, LUA_TTABLE);
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		if (lua_type(L, -1) != LUA_TSTRING ||
		    strlen(lua_tostring(L, -1)) != lua_objlen(L, -1))
			luaL_error(L, "portero: roles are a list of ARNs");
}

/* Each is handed to SageMaker. Nothing here raises an error. */
static void
add_roles(lua_State *L, struct request *r)
{
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		request_add_role(r, slice_of(lua_tostring(L, -1)), SERVICE);
}

/*
 * gate:ask{ principal=, action=, resource=, roles={...}, keys={...} }: a job
 * that is not a call of the API, as a job of Slurm.
 */
static int
gate_ask(lua_State *L)
{
	static const char *const names[] = { "principal", "action", "resource",
					     "roles",	  "keys",   "client",
					     NULL };
	struct gate *g = gate_of(L);
	struct apicall_answer a = { .owner = NULL };
	const char *principal, *action, *resource;
	struct portero_str client;
	struct apicall_key keys[KEYS];
	struct apicall call;
	size_t nkeys;

	check_fields(L, 2, names);
	principal = text_field(L, 2, "principal");
	action = text_field(L, 2, "action");
	resource = text_field(L, 2, "resource");
	client = field(L, 2, "client");
	if (!principal || !action || !resource)
		return luaL_error(L, "portero: principal, action and resource "
				     "are needed");
	nkeys = take_keys(L, "keys", keys);
	call = (struct apicall){ .principal = { principal,
						strlen(principal) } };
	check_roles(L); /* the last that may raise one */
	a.owner = request_new();
	if (a.owner) {
		request_set_principal(a.owner, slice_of(principal));
		request_set_action(a.owner, slice_of(action));
		request_set_resource(a.owner, slice_of(resource));
		request_set_now(a.owner, (int64_t)time(NULL));
		add_roles(L, a.owner);
		for (size_t i = 0; i < nkeys; i++)
			request_add_attr(a.owner, keys[i].key, keys[i].value);
		a.request = request_get(a.owner);
	}
	snprintf(a.action, sizeof a.action, "%.127s", action);
	a.decision.size = sizeof a.decision;
	stack_check_job_creation(g->stack, a.request, &a.decision);
	return conclude(L, g, &call, &a, NULL, client);
}

static const luaL_Reg methods[] = { { "call", gate_call },
				    { "ask", gate_ask },
				    { "reload", gate_reload },
				    { "close", gate_close },
				    { NULL, NULL } };
static const luaL_Reg functions[] = { { "open", gate_open }, { NULL, NULL } };

static void
fill(lua_State *L, const luaL_Reg *list)
{
	for (; list->name; list++) {
		lua_pushcfunction(L, list->func);
		lua_setfield(L, -2, list->name);
	}
}

__attribute__((visibility("default"))) int luaopen_portero(lua_State *L);

int
luaopen_portero(lua_State *L)
{
	luaL_newmetatable(L, GATE);
	lua_pushcfunction(L, gate_close);
	lua_setfield(L, -2, "__gc");
	lua_newtable(L);
	fill(L, methods);
	lua_setfield(L, -2, "__index");
	lua_newtable(L);
	fill(L, functions);
	return 1;
}
