/* SPDX-License-Identifier: MIT */
/* Tests of host/lib/filetrust.c and loader.c: what a host refuses to load. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../../host/lib/filetrust.h"
#include "../../../host/lib/loader.h"

#define LEN(table) (sizeof(table) / sizeof *(table))

static char base[64];

static int
make_base(void **state)
{
	(void)state;
	strcpy(base, "/tmp/portero-test-XXXXXX");
	return mkdtemp(base) ? 0 : -1;
}

static int
remove_base(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", base);
	return system(command);
}

static const char *
in_base(const char *name)
{
	static char path[4][256];
	static int next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof path[next], "%s/%s", base, name);
	return path[next];
}

static void
put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, 0644), 0);
}

/* The id of what is wrong with PATH, or "". */
static const char *
trust(const char *path)
{
	static struct portero_error err;

	err = (struct portero_error){ .size = sizeof err };
	return filetrust_check(path, &err) ? "" : err.id;
}

static void
trusts_what_only_we_can_write(void **state)
{
	const char *dir = in_base("d"), *file = in_base("d/f");

	(void)state;
	assert_int_equal(mkdir(dir, 0755), 0);
	put_file(file, "x");
	assert_string_equal(trust(file), "");
	assert_int_equal(chmod(file, 0664), 0);
	assert_string_equal(trust(file), "unsafe-file");
	assert_int_equal(chmod(file, 0646), 0);
	assert_string_equal(trust(file), "unsafe-file");
	assert_int_equal(chmod(file, 0600), 0);
	assert_string_equal(trust(file), "");
	assert_int_equal(chmod(dir, 0775), 0);
	assert_string_equal(trust(file), "unsafe-file");
	assert_int_equal(chmod(dir, 0777), 0);
	assert_string_equal(trust(file), "unsafe-file");
	assert_int_equal(chmod(dir, 01777), 0); /* as /tmp */
	assert_string_equal(trust(file), "");
	assert_int_equal(chmod(dir, 0755), 0);
}

static void
walks_links(void **state)
{
	(void)state;
	assert_int_equal(mkdir(in_base("safe"), 0755), 0);
	assert_int_equal(mkdir(in_base("open"), 0777), 0);
	assert_int_equal(chmod(in_base("open"), 0777), 0);
	put_file(in_base("safe/f"), "x");
	assert_int_equal(symlink("f", in_base("safe/near")), 0);
	assert_int_equal(symlink("../safe/./f", in_base("safe/up")), 0);
	assert_int_equal(symlink(in_base("safe"), in_base("whole")), 0);
	/* from a safe place through one that is not, to a safe file */
	assert_int_equal(symlink("../safe/f", in_base("open/hop")), 0);
	assert_int_equal(symlink("../open/hop", in_base("safe/far")), 0);
	assert_int_equal(symlink("loop", in_base("safe/loop")), 0);
	assert_string_equal(trust(in_base("safe/near")), "");
	assert_string_equal(trust(in_base("safe/up")), "");
	assert_string_equal(trust(in_base("whole/near")), "");
	assert_string_equal(trust(in_base("open/../safe/f")), "unsafe-file");
	assert_string_equal(trust(in_base("safe/far")), "unsafe-file");
	assert_string_equal(trust(in_base("safe/loop")), "cannot-open");
}

static void
refuses_other_things(void **state)
{
	char longest[5000];

	(void)state;
	put_file(in_base("f"), "x");
	assert_int_equal(mkfifo(in_base("fifo"), 0600), 0);
	assert_string_equal(trust("portero.so"), "relative-path");
	assert_string_equal(trust(""), "relative-path");
	assert_string_equal(trust("/"), "");
	assert_string_equal(trust(in_base("none")), "cannot-open");
	assert_string_equal(trust(in_base("f/x")), "cannot-open");
	assert_string_equal(trust(in_base("fifo")), "unsafe-file");
	assert_string_equal(trust(base), "unsafe-file");
	assert_string_equal(trust("/dev/null"), "unsafe-file");
	memset(longest, 'a', sizeof longest);
	longest[0] = '/';
	longest[sizeof longest - 1] = '\0';
	assert_string_equal(trust(longest), "cannot-open");
}

/* Somebody else's file: only root can make one to test with. */
static void
refuses_other_owners(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	put_file(in_base("theirs"), "x");
	assert_int_equal(chown(in_base("theirs"), 65534, 65534), 0);
	assert_string_equal(trust(in_base("theirs")), "unsafe-file");
	put_file(in_base("mine"), "x");
	assert_int_equal(symlink("mine", in_base("theirlink")), 0);
	assert_int_equal(lchown(in_base("theirlink"), 65534, 65534), 0);
	assert_string_equal(trust(in_base("theirlink")), "unsafe-file");
}

static void
loads_no_other_files(void **state)
{
	static const struct {
		const char *text, *id;
	} cases[] = {
		{ "", "plugin-load" },
		{ "not a library", "plugin-load" },
		{ "\177ELF", "plugin-load" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct portero_error err = { .size = sizeof err };

		put_file(in_base("p.so"), cases[i].text);
		assert_null(loader_load(in_base("p.so"), &err));
		assert_string_equal(err.id, cases[i].id);
		assert_string_equal(err.file, in_base("p.so"));
		assert_int_not_equal(err.hint[0], '\0');
		/* the path is said once */
		assert_null(strstr(err.text, base));
	}
}

/* The plugin of this build: this program is in tests/unit/host under it. */
static void
loads_our_plugin(void **state)
{
	struct portero_error err = { .size = sizeof err };
	const struct portero_plugin *p;
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 32);

	(void)state;
	assert_true(n > 0);
	path[n] = '\0';
	for (int i = 0; i < 4; i++)
		*strrchr(path, '/') = '\0';
	strcat(path, "/portero.so");
	if (access(path, R_OK) != 0)
		skip();
	p = loader_load(path, &err);
	if (!p)
		fail_msg("%s: %s", err.id, err.text);
	assert_string_equal(p->name, "portero");
}

static int
fake_open(struct portero **out, const struct portero_host *host,
	  const char *path, uint32_t flags, struct portero_error *err)
{
	(void)out, (void)host, (void)path, (void)flags, (void)err;
	return 1;
}

static int
fake_open_set(struct portero **out, const struct portero_host *host,
	      const void *set, size_t len, uint32_t flags,
	      struct portero_error *err)
{
	(void)out, (void)host, (void)set, (void)len, (void)flags, (void)err;
	return 1;
}

static int
fake_reload(struct portero **out, const struct portero *old,
	    struct portero_error *err)
{
	(void)out, (void)old, (void)err;
	return 1;
}

static void
fake_close(struct portero *set)
{
	(void)set;
}

static int
fake_check(const struct portero *set, const struct portero_request *request,
	   struct portero_decision *decision)
{
	(void)set, (void)request, (void)decision;
	return 1;
}

static size_t
fake_checks(const struct portero *set,
	    const struct portero_request *const requests[],
	    struct portero_decision *const decisions[], size_t n)
{
	(void)set, (void)requests, (void)decisions, (void)n;
	return 0;
}

static const char *
fake_text(uint32_t reason)
{
	(void)reason;
	return "X: x";
}

static const struct portero_plugin whole = {
	.size = sizeof whole,
	.abi = PORTERO_ABI,
	.name = "fake",
	.version = "1",
	.open = fake_open,
	.open_set = fake_open_set,
	.reload = fake_reload,
	.close = fake_close,
	.check_job_creation = fake_check,
	.check_access = fake_check,
	.check_job_creations = fake_checks,
	.reason_text = fake_text,
};

static int
check_table(const struct portero_plugin *p)
{
	struct portero_error err = { .size = sizeof err };

	return loader_check_table(p, "/p.so", &err);
}

static void
wants_a_whole_table(void **state)
{
	struct portero_plugin p = whole;

	(void)state;
	assert_int_equal(check_table(&p), PORTERO_OK);
	p.size += 64; /* a newer one has more behind */
	assert_int_equal(check_table(&p), PORTERO_OK);
	assert_int_equal(check_table(NULL), PORTERO_ERROR_USAGE);
	p = whole;
	p.size = offsetof(struct portero_plugin, reason_text);
	assert_int_equal(check_table(&p), PORTERO_ERROR_USAGE);
	p = whole;
	p.abi++;
	assert_int_equal(check_table(&p), PORTERO_ERROR_USAGE);
	/* each pointer in turn: all from name to reason_text are pointers */
	for (size_t at = offsetof(struct portero_plugin, name);
	     at <= offsetof(struct portero_plugin, reason_text);
	     at += sizeof(void *)) {
		p = whole;
		memset((char *)&p + at, 0, sizeof(void *));
		assert_int_equal(check_table(&p), PORTERO_ERROR_USAGE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trusts_what_only_we_can_write),
		cmocka_unit_test(walks_links),
		cmocka_unit_test(refuses_other_things),
		cmocka_unit_test(refuses_other_owners),
		cmocka_unit_test(loads_no_other_files),
		cmocka_unit_test(loads_our_plugin),
		cmocka_unit_test(wants_a_whole_table),
	};

	return cmocka_run_group_tests(tests, make_base, remove_base);
}
