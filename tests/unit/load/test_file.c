/* SPDX-License-Identifier: MIT */
/*
 * test_file.c - which files are read, and that the others are refused at once.
 * Two rows need root: they give a file away.
 */
#include "tree.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "../../../plugin/load/digest.h"
#include "../../../plugin/load/file.h"

static struct portero_error err;
static struct str text;

static bool
read_path(const char *path, size_t max)
{
	err = (struct portero_error){ .size = sizeof err };
	free((char *)(uintptr_t)text.p);
	return file_read(&text, path, STR("NAME"), max, &err);
}

static bool
read_tree(const char *path)
{
	return read_path(tree_path(path), 1000);
}

/* CODE, and WORDS in the text or hint. */
static void
refused(const char *path, uint32_t code, const char *words)
{
	assert_false(read_tree(path));
	assert_null(text.p);
	if (err.code != code ||
	    (!strstr(err.text, words) && !strstr(err.hint, words)))
		fail_msg("%s: wanted %u \"%s\", got %u \"%s\" (%s)", path, code,
			 words, err.code, err.text, err.hint);
	assert_string_equal(err.file, "NAME");
	assert_true(err.id[0] != '\0');
}

static void
a_plain_file_is_read(void **state)
{
	(void)state;
	tree_write_bytes("plain", "a\0b\n", 4);
	assert_true(read_tree("plain"));
	assert_int_equal(text.n, 4);
	assert_memory_equal(text.p, "a\0b\n\0", 5);
	assert_int_equal(err.code, PORTERO_OK);
	tree_write("empty", "");
	assert_true(read_tree("empty"));
	assert_int_equal(text.n, 0);
}

static void
the_size_is_bounded(void **state)
{
	(void)state;
	tree_write("thousand", "");
	assert_int_equal(truncate(tree_path("thousand"), 1000), 0);
	assert_true(read_tree("thousand"));
	assert_int_equal(text.n, 1000);
	assert_int_equal(truncate(tree_path("thousand"), 1001), 0);
	refused("thousand", PORTERO_ERROR_LIMIT, "1000 bytes");
	/* sparse: larger than any memory, refused without reading */
	assert_int_equal(truncate(tree_path("thousand"), (off_t)1 << 40), 0);
	refused("thousand", PORTERO_ERROR_LIMIT, "1000 bytes");
}

static void
what_is_missing_is_said(void **state)
{
	(void)state;
	refused("nothing", PORTERO_ERROR_SYSTEM, "no such file");
	refused("nowhere/nothing", PORTERO_ERROR_SYSTEM, "no such file");
	tree_write("file", "x");
	refused("file/below", PORTERO_ERROR_SYSTEM, "not a directory");
}

/* CVE-2025-6020 (PAM), CVE-2024-22365: a FIFO for a file, and the host hangs.
 */
static void
what_is_no_file_is_refused_at_once(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	alarm(20);
	assert_int_equal(mkfifo(tree_path("fifo"), 0644), 0);
	refused("fifo", PORTERO_ERROR_UNSAFE, "a FIFO");
	assert_true(strlen(tree_path("socket")) < sizeof address.sun_path);
	memcpy(address.sun_path, tree_path("socket"),
	       strlen(tree_path("socket")));
	assert_int_equal(bind(s, (struct sockaddr *)&address, sizeof address),
			 0);
	refused("socket", PORTERO_ERROR_UNSAFE, "a socket");
	close(s);
	tree_mkdir("directory");
	refused("directory", PORTERO_ERROR_UNSAFE, "a directory");
	refused("directory/", PORTERO_ERROR_UNSAFE, "a directory");
	refused("directory/.", PORTERO_ERROR_UNSAFE, "a directory");
	assert_false(read_path("/dev/null", 10));
	assert_int_equal(err.code, PORTERO_ERROR_UNSAFE);
	assert_false(read_path("/", 10));
	assert_int_equal(err.code, PORTERO_ERROR_UNSAFE);
	assert_false(read_path("", 10));
	alarm(0);
}

static void
a_link_is_refused_but_not_on_the_way(void **state)
{
	(void)state;
	tree_mkdir("real");
	tree_write("real/target", "there");
	assert_int_equal(symlink("real/target", tree_path("link")), 0);
	refused("link", PORTERO_ERROR_UNSAFE, "a symbolic link");
	assert_int_equal(symlink("loop", tree_path("loop")), 0);
	refused("loop", PORTERO_ERROR_UNSAFE, "a symbolic link");
	assert_int_equal(symlink("circle2", tree_path("circle1")), 0);
	assert_int_equal(symlink("circle1", tree_path("circle2")), 0);
	refused("circle1/file", PORTERO_ERROR_SYSTEM, "symbolic links");
	/* a directory may be reached through links: what they end in counts */
	assert_int_equal(symlink("real", tree_path("way")), 0);
	assert_true(read_tree("way/target"));
	assert_int_equal(text.n, 5);
	assert_true(read_tree("real/../way/target"));
}

static void
nobody_else_may_write_to_it(void **state)
{
	static const struct {
		mode_t mode;
		bool ok;
	} modes[] = {
		{ 0600, true },	 { 0644, true },  { 0400, true },
		{ 0444, true },	 { 0755, true },  { 0660, false },
		{ 0664, false }, { 0646, false }, { 0602, false },
		{ 0777, false },
	};

	(void)state;
	tree_write("modes", "x");
	for (size_t i = 0; i < COUNT(modes); i++) {
		assert_int_equal(chmod(tree_path("modes"), modes[i].mode), 0);
		if (modes[i].ok)
			assert_true(read_tree("modes"));
		else
			refused("modes", PORTERO_ERROR_UNSAFE,
				"chmod go-w FILE");
	}
}

static void
nobody_else_may_write_to_a_directory_above(void **state)
{
	(void)state;
	tree_mkdir("above");
	tree_mkdir("above/below");
	tree_write("above/below/file", "x");
	assert_true(read_tree("above/below/file"));
	assert_int_equal(chmod(tree_path("above"), 0775), 0);
	refused("above/below/file", PORTERO_ERROR_UNSAFE, "above");
	assert_int_equal(chmod(tree_path("above"), 0757), 0);
	refused("above/below/file", PORTERO_ERROR_UNSAFE, "chmod go-w");
	/* search permission is enough */
	assert_int_equal(chmod(tree_path("above"), 0711), 0);
	assert_true(read_tree("above/below/file"));
	/* only root's sticky directories are as good as closed ones */
	assert_int_equal(chmod(tree_path("above"), 01777), 0);
	if (geteuid() == 0)
		assert_true(read_tree("above/below/file"));
	else
		refused("above/below/file", PORTERO_ERROR_UNSAFE, "above");
	assert_int_equal(chmod(tree_path("above"), 0755), 0);
	assert_int_equal(chmod(tree_path("above/below"), 0777), 0);
	refused("above/below/file", PORTERO_ERROR_UNSAFE, "below");
}

static void
it_belongs_to_root_or_to_us(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	tree_mkdir("given");
	tree_write("given/file", "x");
	assert_int_equal(chown(tree_path("given/file"), 12345, 0), 0);
	refused("given/file", PORTERO_ERROR_UNSAFE, "user 12345");
	assert_int_equal(chown(tree_path("given/file"), 0, 12345), 0);
	assert_true(read_tree("given/file"));
	assert_int_equal(chown(tree_path("given"), 12345, 0), 0);
	refused("given/file", PORTERO_ERROR_UNSAFE, "given");
	/* a sticky directory of somebody else is not closed */
	assert_int_equal(chmod(tree_path("given"), 01777), 0);
	refused("given/file", PORTERO_ERROR_UNSAFE, "user 12345");
}

static void
no_descriptor_is_left_open(void **state)
{
	int before = open("/dev/null", O_RDONLY | O_CLOEXEC), after;

	(void)state;
	close(before);
	tree_mkdir("fds");
	tree_write("fds/good", "x");
	tree_write("fds/bad", "x");
	assert_int_equal(chmod(tree_path("fds/bad"), 0666), 0);
	assert_true(read_tree("fds/good"));
	assert_false(read_tree("fds/bad"));
	assert_false(read_tree("fds/none"));
	assert_int_equal(chmod(tree_path("fds"), 0777), 0);
	assert_false(read_tree("fds/good"));
	assert_false(read_tree("fds/x/y"));
	after = open("/dev/null", O_RDONLY | O_CLOEXEC);
	close(after);
	assert_int_equal(before, after);
}

/* ---- digest ---------------------------------------------------------------
 */

static void
digest_of(uint8_t out[32], const char *name1, const char *text1,
	  const char *name2, const char *text2)
{
	struct digest *d = digest_new();

	assert_non_null(d);
	assert_true(digest_add_file(d, str_of(name1), str_of(text1)));
	assert_true(digest_add_file(d, str_of(name2), str_of(text2)));
	assert_true(digest_finish(d, out));
	digest_free(d);
}

static void
files_cannot_be_cut_differently(void **state)
{
	static const char *const lists[][4] = {
		{ "a", "bc", "d", "e" }, { "ab", "c", "d", "e" },
		{ "a", "b", "cd", "e" }, { "a", "bcd", "", "e" },
		{ "a", "bc", "de", "" }, { "d", "e", "a", "bc" },
		{ "a", "bcde", "", "" },
	};
	uint8_t digests[COUNT(lists)][32];

	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++)
		digest_of(digests[i], lists[i][0], lists[i][1], lists[i][2],
			  lists[i][3]);
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(digests[i], digests[k], 32);
}

/* FIPS 180-4, the example of one block: "abc" */
static void
the_digest_is_sha256(void **state)
{
	static const uint8_t abc[32] = {
		0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
		0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
		0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
		0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
	};
	struct digest *d = digest_new();
	uint8_t out[32];

	(void)state;
	assert_true(digest_add(d, STR("a")) && digest_add(d, STR("")) &&
		    digest_add(d, STR("bc")));
	assert_true(digest_finish(d, out));
	assert_memory_equal(out, abc, 32);
	digest_free(d);
	digest_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_file_is_read),
		cmocka_unit_test(the_size_is_bounded),
		cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(what_is_no_file_is_refused_at_once),
		cmocka_unit_test(a_link_is_refused_but_not_on_the_way),
		cmocka_unit_test(nobody_else_may_write_to_it),
		cmocka_unit_test(nobody_else_may_write_to_a_directory_above),
		cmocka_unit_test(it_belongs_to_root_or_to_us),
		cmocka_unit_test(no_descriptor_is_left_open),
		cmocka_unit_test(files_cannot_be_cut_differently),
		cmocka_unit_test(the_digest_is_sha256),
	};
	int failed = cmocka_run_group_tests(tests, tree_open, tree_close);

	free((char *)(uintptr_t)text.p);
	return failed;
}
