/* SPDX-License-Identifier: MIT */
/*
 * What a job of Slurm does on its node: claims its name, runs the command,
 * leaves the result. Whatever Slurm or the orchestrator do twice, the claim is
 * made once, and so the command runs at most once.
 */
#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "state.h"
#include "verbs.h"

#define COMMAND_WORDS 64

/* Exit status of the command; 128 and more: a signal; 127: it did not start. */
static int
run(const char *const *words)
{
	const pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		execv(words[0], (char *const *)(uintptr_t)words);
		fprintf(stderr, "%s: %s\n", words[0], strerror(errno));
		_exit(127);
	}
	if (pid < 0)
		return 127;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool
claim(const char *dir, const char *name)
{
	const char *id = getenv("SLURM_JOB_ID");
	char text[160], host[64] = "?";

	gethostname(host, sizeof host - 1);
	snprintf(text, sizeof text, "job %.20s on %.60s\n", id ? id : "?",
		 host);
	return state_once(dir, "claims", name, text);
}

/* The command of jobs/NAME.json, and behind it what it works on. */
static json_t *
read_task(const char *dir, const char *name, const char **words,
	  char paths[2][1024])
{
	char file[NAME_MAX_BYTES + 8];
	json_t *task, *command, *one;
	char *text;
	size_t i, n = 0;

	snprintf(file, sizeof file, "%s.json", name);
	text = state_read(dir, "jobs", file);
	task = text ? json_loads(text, 0, NULL) : NULL;
	free(text);
	command = json_object_get(task, "command");
	json_array_foreach(command, i, one)
	{
		if (n < COMMAND_WORDS - 4)
			words[n++] = json_string_value(one);
	}
	snprintf(paths[0], sizeof paths[0], "%s/jobs/%s", dir, file);
	snprintf(paths[1], sizeof paths[1], "%s/outputs/%s", dir, file);
	words[n++] = paths[0];
	words[n++] = paths[1];
	words[n++] = json_string_value(json_object_get(task, "store"));
	words[n] = NULL;
	return json_array_size(command) > 0 ? task : NULL;
}

int
verb_job(int argc, char **argv)
{
	const char *words[COMMAND_WORDS + 1], *dir, *name;
	char paths[2][1024], text[40];
	json_t *task;
	int code;

	if (argc != 3)
		return complain("job FOLDER NAME"), EXIT_TROUBLE;
	dir = argv[1];
	name = argv[2];
	task = read_task(dir, name, words, paths);
	if (!task)
		return complain("%s: no task", name), EXIT_TROUBLE;
	if (!claim(dir, name)) {
		complain("%s was claimed before: nothing to do", name);
		json_decref(task);
		return 0;
	}
	code = run(words);
	json_decref(task);
	snprintf(text, sizeof text, "exit %d\n", code);
	if (!state_once(dir, "results", name, text))
		complain("%s: the result came too late", name);
	return code;
}
