/* SPDX-License-Identifier: MIT */
/*
 * replay.c - runs a fuzz target over its seeds without a fuzzer: each seed
 * whole, cut after every byte, without every byte, and with every byte changed
 * into a few that mean something.
 */
#include "fuzz.h"

static const unsigned char changes[] = {
	0, '"', '\\', '{', ']', '*', '$', 0xff
};

static size_t inputs;

/* In room of its own, so that a sanitizer sees a read beyond the end. */
static void
run(const unsigned char *bytes, size_t n)
{
	unsigned char *copy = malloc(n ? n : 1);

	HOLDS(copy);
	if (n)
		memcpy(copy, bytes, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
	inputs++;
}

static void
vary(const unsigned char *bytes, size_t n)
{
	unsigned char *other = malloc(n ? n : 1);

	HOLDS(other);
	for (size_t i = 0; i < n; i++)
		run(bytes, i);
	for (size_t i = 0; i < n; i++) {
		memcpy(other, bytes, i);
		memcpy(other + i, bytes + i + 1, n - i - 1);
		run(other, n - 1);
		memcpy(other, bytes, n);
		for (size_t k = 0; k < sizeof changes; k++) {
			other[i] = changes[k];
			run(other, n);
		}
	}
	free(other);
}

static bool
replay(const char *path)
{
	static unsigned char bytes[1 << 16];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f) {
		perror(path);
		return false;
	}
	n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	run(bytes, n);
	vary(bytes, n);
	return true;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!replay(argv[i]))
			return 1;
	printf("%zu inputs\n", inputs);
	return inputs ? 0 : 1;
}
