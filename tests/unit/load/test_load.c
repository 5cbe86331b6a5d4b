/* SPDX-License-Identifier: MIT */
/*
 * test_load.c - all or nothing: the n-th allocation fails, then the n-th system
 * call, for every n.  Each time there is either the whole set or an error, and
 * nothing is left behind (SQLite's way: "How SQLite Is Tested", OOM testing).
 */
#define _GNU_SOURCE /* dladdr, RTLD_NEXT */
/* with it clang's headers define read and openat in line, and so do we */
#undef _FORTIFY_SOURCE
#include "describe.h"
#include "tree.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||     \
	__has_feature(memory_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

static long allocations = -1, calls = -1; /* until one fails; -1: never */
static long live;

/* ---- allocations that fail --------------------------------------------------
 */

static bool
call_fails(long *countdown)
{
	return *countdown >= 0 && (*countdown)-- == 0;
}

/* The linker's --wrap: see unit.mk. */
void *__real_arena_alloc(struct arena *a, size_t size);
void *__real_arena_array(struct arena *a, size_t n, size_t size);
char *__real_arena_chars(struct arena *a, size_t n);
struct str __real_arena_text(struct arena *a, struct str text);
void *__wrap_arena_alloc(struct arena *a, size_t size);
void *__wrap_arena_array(struct arena *a, size_t n, size_t size);
char *__wrap_arena_chars(struct arena *a, size_t n);
struct str __wrap_arena_text(struct arena *a, struct str text);

void *
__wrap_arena_alloc(struct arena *a, size_t size)
{
	return call_fails(&allocations) ? NULL : __real_arena_alloc(a, size);
}

void *
__wrap_arena_array(struct arena *a, size_t n, size_t size)
{
	return call_fails(&allocations) ? NULL : __real_arena_array(a, n, size);
}

char *
__wrap_arena_chars(struct arena *a, size_t n)
{
	return call_fails(&allocations) ? NULL : __real_arena_chars(a, n);
}

struct str
__wrap_arena_text(struct arena *a, struct str text)
{
	return call_fails(&allocations) ? str_make(NULL, 0)
					: __real_arena_text(a, text);
}

#if !defined(SANITIZED) && defined(__GLIBC__)
#define FAULTS

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
extern void __libc_free(void *p);

#define EXPORTED __attribute__((visibility("default")))

/* libconfig 1.5 does not look at what malloc returns: see config.c */
static bool
spared(const void *caller)
{
	Dl_info info;

	return dladdr(caller, &info) && info.dli_fname &&
	       strstr(info.dli_fname, "libconfig");
}

static bool
fails(const void *caller)
{
	return allocations >= 0 && !spared(caller) && call_fails(&allocations);
}

EXPORTED void *
malloc(size_t n)
{
	void *p = fails(__builtin_return_address(0)) ? NULL : __libc_malloc(n);

	live += p != NULL;
	return p;
}

EXPORTED void *
calloc(size_t n, size_t size)
{
	void *p = fails(__builtin_return_address(0)) ? NULL
						     : __libc_calloc(n, size);

	live += p != NULL;
	return p;
}

EXPORTED void *
realloc(void *old, size_t n)
{
	void *p = fails(__builtin_return_address(0)) ? NULL
						     : __libc_realloc(old, n);

	live += p != NULL && old == NULL;
	return p;
}

EXPORTED void
free(void *p)
{
	live -= p != NULL;
	__libc_free(p);
}

/* ---- system calls that fail ---- */

static bool
io_fails(void)
{
	if (!call_fails(&calls))
		return false;
	errno = EIO;
	return true;
}

EXPORTED ssize_t
read(int fd, void *out, size_t n)
{
	ssize_t (*real)(int, void *, size_t);

	*(void **)(&real) = dlsym(RTLD_NEXT, "read");
	return io_fails() ? -1 : real(fd, out, n);
}

EXPORTED int
openat(int fd, const char *path, int flags, ...)
{
	int (*real)(int, const char *, int, ...);

	*(void **)(&real) = dlsym(RTLD_NEXT, "openat");
	return io_fails() ? -1 : real(fd, path, flags, 0);
}

EXPORTED int
fstat(int fd, struct stat *st)
{
	int (*real)(int, struct stat *);

	*(void **)(&real) = dlsym(RTLD_NEXT, "fstat");
	return io_fails() ? -1 : real(fd, st);
}

EXPORTED int
fstatat(int fd, const char *path, struct stat *st, int flags)
{
	int (*real)(int, const char *, struct stat *, int);

	*(void **)(&real) = dlsym(RTLD_NEXT, "fstatat");
	return io_fails() ? -1 : real(fd, path, st, flags);
}
#endif

/* ---- what is loaded ---- */

#define ALLOW                                                                  \
	"{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"S\","            \
	"\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":"            \
	"\"arn:aws:s3:::team-${aws:PrincipalTag/team}/*\",\"Condition\":"      \
	"{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}}}"

static const char details[] =
	"{\"Policies\": [{\"PolicyName\": \"N\", \"Arn\":"
	" \"arn:aws:iam::111122223333:policy/N\", \"DefaultVersionId\":"
	" \"v1\", \"PolicyVersionList\": [{\"VersionId\": \"v1\","
	" \"Document\": " ALLOW "}]}],"
	" \"GroupDetailList\": [{\"Path\": \"/\", \"GroupName\": \"G\","
	" \"GroupId\": \"A\", \"Arn\": \"arn:aws:iam::111122223333:group/G\","
	" \"GroupPolicyList\": [{\"PolicyName\": \"P\", \"PolicyDocument\":"
	" " ALLOW "}]}],"
	" \"UserDetailList\": [{\"Path\": \"/\", \"UserName\": \"U\","
	" \"UserId\": \"A\", \"Arn\": \"arn:aws:iam::111122223333:user/U\","
	" \"GroupList\": [\"G\"], \"Tags\": [{\"Key\": \"team\","
	" \"Value\": \"a-value-that-does-not-fit-a-small-buffer\"}],"
	" \"AttachedManagedPolicies\": [{\"PolicyArn\":"
	" \"arn:aws:iam::111122223333:policy/N\"}]}],"
	" \"RoleDetailList\": [{\"Path\": \"/\", \"RoleName\": \"R\","
	" \"RoleId\": \"A\", \"Arn\": \"arn:aws:iam::111122223333:role/R\","
	" \"AssumeRolePolicyDocument\": \"%7B%22Statement%22%3A%7B%22Effect"
	"%22%3A%22Allow%22%2C%22Action%22%3A%22sts%3AAssumeRole%22%2C%22"
	"Principal%22%3A%7B%22Service%22%3A%22sagemaker.amazonaws.com%22%7D"
	"%7D%7D\"}]}";

static const char conf[] =
	"version = 1;\n"
	"organization = { id = \"o-example1\"; root = { id = \"r-ab12\";\n"
	"  scps = [ \"allow.json\" ]; accounts = [ \"111122223333\" ]; }; };\n"
	"accounts = ( { id = \"111122223333\"; details = \"details.json\";\n"
	"  roles = ( { name = \"Q\"; policies = [ \"allow.json\" ]; } ); } );\n"
	"resources = ( { arn = \"arn:aws:s3:::b\";\n"
	"  account = \"111122223333\"; } );\n"
	"names = { default_form_allowed = [ \"arn:aws:iam::*:role/x*\" ]; };\n"
	"limits = { statements = 1000; };\n";

/* more than an object has before its members are found by hash */
#define FOUR(x)                                                                \
	"\"" x "1\": \"\", \"" x "2\": \"\", \"" x "3\": \"\", \"" x "4\": "   \
	"\"\""
#define MANY                                                                   \
	FOUR("a")                                                              \
	", " FOUR("b") ", " FOUR("c") ", " FOUR("d") ", " FOUR("e")

static char set_text[8192];

static int
load_one(struct loaded *out, bool config)
{
	err = (struct portero_error){ .size = sizeof err };
	return config ? load_config(out, NULL, tree_path("portero.conf"), &err)
		      : load_set(out, NULL, str_of(set_text), &err);
}

static int
prepare(void **state)
{
	if (tree_open(state) != 0)
		return -1;
	tree_write("portero.conf", conf);
	tree_write("details.json", details);
	tree_write("allow.json", ALLOW);
	snprintf(set_text, sizeof set_text,
		 "{\"schema\": \"portero.set/1\", \"policies\": {\"a\": " ALLOW
		 "}, \"accounts\": [{\"id\": \"111122223333\", \"details\": %s,"
		 " \"roles\": [{\"name\": \"Q\", \"policies\": [\"a\"],"
		 " \"tags\": {" MANY "}}]}]}",
		 details);
	return 0;
}

static void
the_whole_is_loaded(void **state)
{
	struct loaded l;

	(void)state;
	for (int config = 0; config < 2; config++) {
		if (load_one(&l, config) != 0)
			fail_msg("%s:%u:%u %s", err.file, err.line, err.column,
				 err.text);
		assert_int_equal(l.set->nprincipals, 3);
		arena_free(l.arena);
	}
}

/* Loads with *COUNTDOWN at N: true when nothing failed. */
static bool
load_with_fault(long *countdown, long n, bool config)
{
	struct loaded l;
	bool whole;
	int code;

	*countdown = n;
	code = load_one(&l, config);
	whole = *countdown >= 0;
	*countdown = -1;
	if (code == 0) {
		/* a fault that was survived (a cache of OpenSSL): the set must
		 * still be the whole one */
		assert_int_equal(l.set->nprincipals, 3);
		assert_int_equal(l.set->nstatements, config ? 5 : 4);
		arena_free(l.arena);
		return whole;
	}
	assert_null(l.set);
	assert_null(l.arena);
	assert_int_equal(err.code, code);
	assert_true(err.text[0] != '\0');
	assert_false(whole);
	return false;
}

static long
sweep(long *countdown, bool config)
{
	long n = 0;

	/* twice each: what a library keeps for good it has after the first */
	for (;; n++) {
		const bool done = load_with_fault(countdown, n, config);
		const long before = live;

		load_with_fault(countdown, n, config);
		assert_int_equal(live, before);
		if (done)
			return n;
		assert_in_range(n, 0, 100000);
	}
}

/* With a sanitizer, which has its own malloc, only the pieces of arenas. */
static void
every_allocation_may_fail(void **state)
{
	(void)state;
	assert_in_range(sweep(&allocations, false), 100, 100000);
	assert_in_range(sweep(&allocations, true), 100, 100000);
}

#ifdef FAULTS
static void
every_system_call_may_fail(void **state)
{
	(void)state;
	/* three files: two reads, three fstats at least for each */
	assert_in_range(sweep(&calls, true), 15, 1000);
	/* a set in memory makes no system call that could fail it */
	assert_int_equal(sweep(&calls, false), 0);
}
#else
static void
every_system_call_may_fail(void **state)
{
	(void)state;
	(void)calls;
	skip();
}
#endif

/* A failure half way leaves an error, never a smaller set. */
static void
one_broken_file_is_no_set(void **state)
{
	static const char *const files[] = { "portero.conf", "details.json",
					     "allow.json" };
	struct loaded l;

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		prepare(state);
		tree_write(files[i], "{");
		assert_int_not_equal(load_one(&l, true), 0);
		assert_null(l.set);
		assert_non_null(strstr(err.file, files[i]));
		tree_close(state);
	}
	prepare(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_is_loaded),
		cmocka_unit_test(every_allocation_may_fail),
		cmocka_unit_test(every_system_call_may_fail),
		cmocka_unit_test(one_broken_file_is_no_set),
	};

	return cmocka_run_group_tests(tests, prepare, tree_close);
}
