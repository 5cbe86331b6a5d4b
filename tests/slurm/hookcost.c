/* SPDX-License-Identifier: MIT */
/*
 * What a call of the hook costs, without slurmctld around it: lends the hook
 * what slurmctld lends, and submits from a new thread each time, as it does.
 * usage: hookcost JOB_SUBMIT_SO SLURM_CONF UID NAME COMMENT PARTITION CALLS
 * PAUSE_MS
 */
#include <dlfcn.h>
#include <pthread.h>
#include <slurm/slurm.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LENT __attribute__((visibility("default")))

LENT extern slurm_conf_t slurm_conf;
LENT char *slurm_xstrdup(const char *text);
LENT void slurm_info(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
LENT int slurm_error(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
slurm_conf_t slurm_conf;

char *
slurm_xstrdup(const char *text)
{
	return strdup(text);
}

/* the hook's line of a verdict; only its figure is wanted here */
void
slurm_info(const char *format, ...)
{
	(void)format;
}

int
slurm_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return -1;
}

struct call {
	int (*submit)(job_desc_msg_t *job, uint32_t uid, char **message);
	job_desc_msg_t job;
	uint32_t uid;
	double us;
};

static void *
submit(void *arg)
{
	struct call *c = arg;
	struct timespec a, b;
	char *message = NULL;

	clock_gettime(CLOCK_MONOTONIC, &a);
	if (c->submit(&c->job, c->uid, &message) != SLURM_SUCCESS) {
		fprintf(stderr, "refused: %s\n", message ? message : "?");
		exit(1);
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	c->us = (double)(b.tv_sec - a.tv_sec) * 1e6 +
		(double)(b.tv_nsec - a.tv_nsec) / 1e3;
	return NULL;
}

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void *
symbol(void *so, const char *name)
{
	void *found = dlsym(so, name);

	if (!found) {
		fprintf(stderr, "%s\n", dlerror());
		exit(1);
	}
	return found;
}

int
main(int argc, char **argv)
{
	struct timespec pause = { 0 };
	int (*init)(void), (*fini)(void);
	struct call c;
	double *us;
	size_t n;
	void *so;

	if (argc != 9)
		return 1;
	so = dlopen(argv[1], RTLD_NOW);
	if (!so) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	*(void **)&init = symbol(so, "init");
	*(void **)&fini = symbol(so, "fini");
	*(void **)&c.submit = symbol(so, "job_submit");
	slurm_conf.slurm_conf = argv[2];
	if (init() != SLURM_SUCCESS)
		return 1;
	slurm_init_job_desc_msg(&c.job);
	c.uid = (uint32_t)strtoul(argv[3], NULL, 10);
	c.job.user_id = c.uid;
	c.job.name = argv[4];
	c.job.comment = argv[5];
	c.job.partition = argv[6];
	n = strtoul(argv[7], NULL, 10);
	pause.tv_nsec = strtol(argv[8], NULL, 10) * 1000000;
	us = calloc(n, sizeof *us);
	for (size_t i = 0; us && i < n; i++) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, submit, &c) != 0)
			return 1;
		pthread_join(thread, NULL);
		us[i] = c.us;
		if (pause.tv_nsec)
			nanosleep(&pause, NULL);
	}
	fini();
	qsort(us, n, sizeof *us, by_size);
	printf("%zu calls: median %.1f us, p99 %.1f us, most %.1f us\n", n,
	       us[n / 2], us[n * 99 / 100], us[n - 1]);
	free(us);
	return 0;
}
