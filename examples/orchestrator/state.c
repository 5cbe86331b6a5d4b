/* SPDX-License-Identifier: MIT */
/* The database of an execution. */
#define _GNU_SOURCE /* flock */
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char schema[] =
	"PRAGMA journal_mode=WAL;"
	"PRAGMA synchronous=FULL;"
	"CREATE TABLE IF NOT EXISTS execution("
	" id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, role TEXT NOT NULL,"
	" caller TEXT NOT NULL, definition TEXT NOT NULL,"
	" parameters TEXT NOT NULL, status INTEGER NOT NULL, reason TEXT,"
	" started INTEGER NOT NULL, stopping INTEGER NOT NULL);"
	"CREATE TABLE IF NOT EXISTS step("
	" ord INTEGER PRIMARY KEY, name TEXT NOT NULL, status INTEGER NOT NULL,"
	" job TEXT, token TEXT, failures INTEGER NOT NULL, slurm TEXT,"
	" decision TEXT, outputs TEXT, reason TEXT,"
	" not_before INTEGER NOT NULL);";

/* Frees SQL. */
static bool
run(struct execution *e, char *sql)
{
	char *why = NULL;
	bool ok;

	if (!sql)
		return complain("out of memory");
	ok = sqlite3_exec(e->db, sql, NULL, NULL, &why) == SQLITE_OK;
	if (!ok)
		complain("%s/state.db: %s", e->dir, why ? why : "?");
	sqlite3_free(why);
	sqlite3_free(sql);
	return ok;
}

static bool
open_db(struct execution *e, int flags)
{
	char path[600];

	snprintf(path, sizeof path, "%s/state.db", e->dir);
	if (sqlite3_open_v2(path, &e->db, flags, NULL) != SQLITE_OK)
		return complain("%s: %s", path, sqlite3_errmsg(e->db));
	sqlite3_busy_timeout(e->db, 30000);
	return run(e, sqlite3_mprintf("%s", schema));
}

bool
state_lock(struct execution *e)
{
	char path[600];

	snprintf(path, sizeof path, "%s/lock", e->dir);
	e->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	return e->lock >= 0 && flock(e->lock, LOCK_EX | LOCK_NB) == 0;
}

static bool
make_folders(const struct execution *e)
{
	static const char *const folders[] = { "",	   "/jobs",
					       "/claims",  "/results",
					       "/outputs", "/logs" };
	char path[600];

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		snprintf(path, sizeof path, "%s%s", e->dir, folders[i]);
		if (mkdir(path, 0755) != 0)
			return complain("%s: %s", path, strerror(errno));
	}
	return true;
}

static bool
insert_all(struct execution *e)
{
	char *definition = json_dumps(e->definition, JSON_COMPACT);
	char *parameters = json_dumps(e->parameters, JSON_COMPACT);
	bool ok;

	ok = definition && parameters && run(e, sqlite3_mprintf("BEGIN")) &&
	     run(e, sqlite3_mprintf(
			    "INSERT INTO execution VALUES(%Q,%Q,%Q,%Q,%Q,%Q,"
			    "%d,'',%lld,0)",
			    e->id, e->pipeline, e->role, e->caller, definition,
			    parameters, (int)e->status, (long long)e->started));
	for (size_t i = 0; ok && i < e->nsteps; i++)
		ok = run(e, sqlite3_mprintf("INSERT INTO step(ord,name,status,"
					    "failures,not_before) "
					    "VALUES(%d,%Q,0,0,0)",
					    (int)i, e->steps[i].name));
	free(definition);
	free(parameters);
	return ok && run(e, sqlite3_mprintf("COMMIT"));
}

bool
state_create(struct execution *e)
{
	snprintf(e->dir, sizeof e->dir, "%s/%s", e->set->state, e->id);
	return make_folders(e) && state_lock(e) &&
	       open_db(e, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) &&
	       insert_all(e);
}

static const char *
column(sqlite3_stmt *row, int i)
{
	const unsigned char *text = sqlite3_column_text(row, i);

	return text ? (const char *)text : "";
}

static void
copy(char *to, size_t size, sqlite3_stmt *row, int i)
{
	snprintf(to, size, "%s", column(row, i));
}

static bool
load_execution(struct execution *e)
{
	sqlite3_stmt *row = NULL;
	bool ok;

	ok = sqlite3_prepare_v2(e->db,
				"SELECT id,pipeline,role,caller,definition,"
				"parameters,status,reason,started,stopping "
				"FROM execution",
				-1, &row, NULL) == SQLITE_OK &&
	     sqlite3_step(row) == SQLITE_ROW;
	if (ok) {
		copy(e->id, sizeof e->id, row, 0);
		copy(e->pipeline, sizeof e->pipeline, row, 1);
		copy(e->role, sizeof e->role, row, 2);
		copy(e->caller, sizeof e->caller, row, 3);
		e->definition = json_loads(column(row, 4), 0, NULL);
		e->parameters = json_loads(column(row, 5), 0, NULL);
		e->status = (enum status)sqlite3_column_int(row, 6);
		copy(e->reason, sizeof e->reason, row, 7);
		e->started = sqlite3_column_int64(row, 8);
		e->stopping = sqlite3_column_int(row, 9) != 0;
		ok = e->definition && e->parameters;
	}
	sqlite3_finalize(row);
	return ok || complain("%s: no execution is recorded there", e->dir);
}

static bool
load_steps(struct execution *e)
{
	sqlite3_stmt *row = NULL;
	bool ok;

	ok = sqlite3_prepare_v2(e->db,
				"SELECT ord,status,job,token,failures,slurm,"
				"decision,outputs,reason,not_before FROM step",
				-1, &row, NULL) == SQLITE_OK;
	while (ok && sqlite3_step(row) == SQLITE_ROW) {
		const size_t i = (size_t)sqlite3_column_int(row, 0);
		struct step *s = i < e->nsteps ? &e->steps[i] : NULL;

		if (!s)
			continue;
		s->status = (enum status)sqlite3_column_int(row, 1);
		copy(s->job, sizeof s->job, row, 2);
		copy(s->token, sizeof s->token, row, 3);
		s->failures = (unsigned)sqlite3_column_int(row, 4);
		copy(s->slurm, sizeof s->slurm, row, 5);
		copy(s->decision, sizeof s->decision, row, 6);
		s->outputs = json_loads(column(row, 7), 0, NULL);
		copy(s->reason, sizeof s->reason, row, 8);
		s->not_before = sqlite3_column_int64(row, 9);
	}
	sqlite3_finalize(row);
	return ok || complain("%s: the steps cannot be read", e->dir);
}

bool
state_open(struct execution *e, const char *id)
{
	const char *slash = strrchr(id, '/');
	struct stat st;

	if (slash)
		id = slash + 1;
	if (strlen(id) != 12 ||
	    strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789") != 12)
		return complain("\"%.60s\" is no execution", id);
	snprintf(e->dir, sizeof e->dir, "%s/%s", e->set->state, id);
	if (stat(e->dir, &st) != 0)
		return complain("%s: %s", e->dir, strerror(errno));
	return open_db(e, SQLITE_OPEN_READWRITE) && load_execution(e) &&
	       execution_steps(e) && load_steps(e);
}

bool
state_save_step(struct execution *e, const struct step *s)
{
	char *outputs =
		s->outputs ? json_dumps(s->outputs, JSON_COMPACT) : NULL;
	const bool ok = run(
		e,
		sqlite3_mprintf("UPDATE step SET status=%d,job=%Q,token=%Q,"
				"failures=%u,slurm=%Q,decision=%Q,outputs=%Q,"
				"reason=%Q,not_before=%lld WHERE ord=%d",
				(int)s->status, s->job, s->token, s->failures,
				s->slurm, s->decision, outputs, s->reason,
				(long long)s->not_before, (int)s->ord));

	free(outputs);
	return ok;
}

bool
state_save(struct execution *e)
{
	return run(e, sqlite3_mprintf("UPDATE execution SET status=%d,"
				      "reason=%Q",
				      (int)e->status, e->reason));
}

bool
state_ask_stop(struct execution *e)
{
	return run(e, sqlite3_mprintf("UPDATE execution SET stopping=1"));
}

bool
state_read_stop(struct execution *e)
{
	sqlite3_stmt *row = NULL;

	if (sqlite3_prepare_v2(e->db, "SELECT stopping FROM execution", -1,
			       &row, NULL) == SQLITE_OK &&
	    sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int(row, 0))
		e->stopping = true;
	sqlite3_finalize(row);
	return e->stopping;
}
