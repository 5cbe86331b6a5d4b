/* SPDX-License-Identifier: MIT */
/* report.c - prints figures as aligned lines and writes them as JSON. */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "writer.h"

void
report_explain(void)
{
	printf("A sample is one call, timed with clock_gettime before and "
	       "after it; %u ns, what\ntwo readings cost with nothing between "
	       "them, are subtracted. A call of a batch is\nfifty jobs; its "
	       "checks/s count jobs. checks/s are those of the median round of "
	       "all\nthreads together, beside it those of the best round, and "
	       "those of the processor time\nthe threads got. bytes are what "
	       "a loaded set keeps for each statement beyond the text\nit was "
	       "read from.\n\n",
	       (unsigned)measure_overhead());
}

void
report_heads(void)
{
	printf("%-20s %-18s %2s %9s %9s %9s %10s %10s %10s %7s %7s %7s %s\n",
	       "workload", "what", "th", "median ns", "p99", "p99.9",
	       "checks/s", "best", "cpu", "load ms", "bytes", "instr", "agree");
}

/* A number in WIDTH columns, or a dash. */
static void
cell(int width, double value)
{
	if (value > 0)
		printf(" %*.*f", width, value < 10 ? 2 : 0, value);
	else
		printf(" %*s", width, "-");
}

static void
print_load(const struct row *r)
{
	printf("%-20s   processor time %.1f ms; jansson's parse alone %.1f ms, "
	       "processor time %.1f ms:\n%-20s   the load takes %.2f of that, "
	       "%.0f ns a byte of text\n",
	       "", r->load_cpu_ms, r->jansson_ms, r->jansson_cpu_ms, "",
	       r->load_cpu_ms / r->jansson_cpu_ms,
	       r->load_cpu_ms * 1e6 / r->text_bytes);
	printf("%-20s   %zu statements, %zu principals; %.1f MB of text; "
	       "%.1f MB kept, at most %.1f MB",
	       "", r->statements, r->principals, r->text_bytes / 1e6,
	       r->resident_bytes / 1e6, r->peak_bytes / 1e6);
	if (r->bytes_per_principal > 0)
		printf("; %.0f bytes a principal", r->bytes_per_principal);
	putchar('\n');
}

static void
print_row(const struct row *r)
{
	printf("%-20s %-18s %2u", r->workload, r->what, r->threads);
	cell(9, r->figures.median_ns);
	cell(9, r->figures.p99_ns);
	cell(9, r->figures.p999_ns);
	cell(10, r->figures.per_s);
	cell(10, r->figures.best_per_s);
	cell(10, r->figures.per_cpu_s);
	cell(7, r->load_ms);
	cell(7, r->bytes_per_statement);
	cell(7, r->instructions);
	if (r->of)
		printf(" %zu/%zu", r->agree, r->of);
	putchar('\n');
	if (r->jansson_ms > 0)
		print_load(r);
	if (r->quiet_p99_ns > 0)
		printf("%-20s   p99 without a reload %.0f ns; %zu reloads; "
		       "%.1f MB with one set before,\n%-20s   %.1f MB after\n",
		       "", r->quiet_p99_ns, r->reloads, r->peak_bytes / 1e6, "",
		       r->resident_bytes / 1e6);
	fflush(stdout);
}

void
report_add(struct report *r, const struct row *row)
{
	struct row *rows = realloc(r->rows, (r->n + 1) * sizeof *rows);

	if (!rows)
		stop("out of memory");
	r->rows = rows;
	r->rows[r->n++] = *row;
	print_row(row);
}

static void
member(FILE *f, const char *name, double value, int digits)
{
	if (value > 0)
		fprintf(f, ", \"%s\": %.*f", name, digits, value);
	else
		fprintf(f, ", \"%s\": null", name);
}

static void
write_row(FILE *f, const struct row *r)
{
	fprintf(f, "  {\"workload\": \"%s\", \"what\": \"%s\", \"threads\": %u",
		r->workload, r->what, r->threads);
	member(f, "median_ns", r->figures.median_ns, 0);
	member(f, "p99_ns", r->figures.p99_ns, 0);
	member(f, "p999_ns", r->figures.p999_ns, 0);
	member(f, "per_s", r->figures.per_s, 0);
	member(f, "best_per_s", r->figures.best_per_s, 0);
	member(f, "per_cpu_s", r->figures.per_cpu_s, 0);
	member(f, "samples", (double)r->figures.nsamples, 0);
	member(f, "load_ms", r->load_ms, 3);
	member(f, "jansson_ms", r->jansson_ms, 3);
	member(f, "bytes_per_statement", r->bytes_per_statement, 1);
	member(f, "load_cpu_ms", r->load_cpu_ms, 3);
	member(f, "jansson_cpu_ms", r->jansson_cpu_ms, 3);
	member(f, "bytes_per_principal", r->bytes_per_principal, 1);
	member(f, "statements", (double)r->statements, 0);
	member(f, "principals", (double)r->principals, 0);
	member(f, "text_bytes", r->text_bytes, 0);
	member(f, "resident_bytes", r->resident_bytes, 0);
	member(f, "peak_bytes", r->peak_bytes, 0);
	member(f, "instructions", r->instructions, 1);
	member(f, "quiet_p99_ns", r->quiet_p99_ns, 0);
	member(f, "reloads", (double)r->reloads, 0);
	fprintf(f, ", \"agree\": %zu, \"of\": %zu}", r->agree, r->of);
}

void
report_write(const struct report *r, const char *path)
{
	FILE *f;

	if (!path)
		return;
	f = fopen(path, "w");
	if (!f)
		stop("%s: cannot be written", path);
	fputs("[\n", f);
	for (size_t i = 0; i < r->n; i++) {
		write_row(f, &r->rows[i]);
		fputs(i + 1 < r->n ? ",\n" : "\n", f);
	}
	fputs("]\n", f);
	if (fclose(f) != 0)
		stop("%s: cannot be written", path);
}

void
report_free(struct report *r)
{
	free(r->rows);
	*r = (struct report){ 0 };
}
