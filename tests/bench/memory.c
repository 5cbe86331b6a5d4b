/* SPDX-License-Identifier: MIT */
/* memory.c - asks malloc and the kernel; what they do not tell is 0. */
#include "memory.h"

#include <stdio.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

size_t
memory_in_use(void)
{
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
	const struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
#else
	return 0;
#endif
}

void
memory_trim(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

/* "VmRSS:     1234 kB" of /proc/self/status */
static size_t
status(const char *name)
{
	FILE *f = fopen("/proc/self/status", "r");
	size_t n = strlen(name), kb = 0;
	char line[256];

	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, name, n) == 0 &&
		    sscanf(line + n, ": %zu", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb * 1024;
}

size_t
memory_resident(void)
{
	return status("VmRSS");
}

size_t
memory_peak(void)
{
	return status("VmHWM");
}

/* proc(5): 5 makes the peak what is resident now. */
void
memory_peak_begin(void)
{
	FILE *f = fopen("/proc/self/clear_refs", "w");

	if (!f)
		return;
	fputs("5", f);
	fclose(f);
}
