/* SPDX-License-Identifier: MIT */
/*
 * portero simulate: plain IAM questions with their policies inline, a line
 * each, answered by the plugin in the order of the lines.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/word.h"
#include "lines.h"
#include "open.h"
#include "simulate.h"
#include "verbs.h"

struct simulation {
	const struct portero_plugin *plugin;
	struct simulate_cache *cache;
	struct simulate_line line;
	struct buffer out;
	const char *expect_field;
	uint64_t passed, failed;
	int64_t now;
};

/* What is said of one line. */
struct said {
	const char *decision;
	const char *layer, *reason; /* reason may be "NAME: and a sentence" */
	const char *policy;	    /* NULL: no statement decided */
	uint32_t statement;
	const char *error;	/* NULL: none */
	const char *error_file; /* of a policy */
};

static bool
is_explicit(uint32_t reason)
{
	return reason >= PORTERO_REASON_RCP_EXPLICIT_DENY &&
	       reason <= PORTERO_REASON_TRUST_EXPLICIT_DENY;
}

static const char *
decision_name(const struct portero_decision *d)
{
	if (d->effect == PORTERO_ALLOW)
		return "ALLOW";
	if (is_explicit(d->reason))
		return "EXPLICIT_DENY";
	if (d->reason == PORTERO_REASON_BAD_REQUEST)
		return "INVALID_REQUEST";
	if (d->reason >= PORTERO_REASON_UNJUDGED)
		return "INDETERMINATE";
	return "IMPLICIT_DENY";
}

static void
put_member(struct buffer *b, const char *name, const char *text, size_t len)
{
	buffer_puts(b, ",\"");
	buffer_puts(b, name);
	buffer_puts(b, "\":");
	if (text)
		buffer_json(b, (struct portero_str){ text, len });
	else
		buffer_puts(b, "null");
}

static void
put_text(struct buffer *b, const char *name, const char *text)
{
	put_member(b, name, text, text ? strlen(text) : 0);
}

/* The value of a member of the line as it stands there, or null. */
static void
put_raw(struct simulation *s, uint32_t token)
{
	const struct jtext *j = &s->line.json;

	if (token == JTEXT_NONE)
		buffer_puts(&s->out, "null");
	else
		buffer_bytes(&s->out, j->text + j->tokens[token].begin,
			     j->tokens[token].end - j->tokens[token].begin);
}

static void
put_error(struct buffer *b, const struct said *said)
{
	struct buffer text = { 0 };

	if (!said->error)
		return;
	if (said->error_file && *said->error_file) {
		buffer_puts(&text, said->error_file);
		buffer_puts(&text, ": ");
	}
	buffer_puts(&text, said->error);
	put_member(b, "error", text.p, text.n);
	buffer_free(&text);
}

static bool
write_line(struct simulation *s, const struct said *said, uint32_t expected)
{
	struct buffer *b = &s->out;

	buffer_clear(b);
	buffer_puts(b, "{\"id\":");
	put_raw(s, s->line.id);
	put_text(b, "decision", said->decision);
	put_text(b, "layer", said->layer);
	put_member(b, "reason", said->reason, strcspn(said->reason, ":"));
	put_text(b, "policy", said->policy);
	buffer_puts(b, ",\"statement\":");
	if (said->policy)
		buffer_number(b, said->statement);
	else
		buffer_puts(b, "null");
	put_error(b, said);
	if (s->expect_field) {
		buffer_puts(b, ",\"expected\":");
		put_raw(s, expected);
	}
	buffer_puts(b, "}\n");
	if (b->failed) {
		complain("out of memory");
		return false;
	}
	return fwrite(b->p, 1, b->n, stdout) == b->n;
}

/* Writes the answer, or compares it; false when output fails. */
static bool
answer(struct simulation *s, const struct said *said)
{
	uint32_t expected = JTEXT_NONE;

	if (!s->expect_field)
		return write_line(s, said, JTEXT_NONE);
	/* a line that is no object has no fields */
	if (!s->line.json.error && s->line.json.n > 0)
		expected = jtext_member(&s->line.json, 0, s->expect_field);
	if (expected != JTEXT_NONE &&
	    s->line.json.tokens[expected].kind == JTEXT_STRING &&
	    jtext_equals(&s->line.json, expected, said->decision)) {
		s->passed++;
		return true;
	}
	s->failed++;
	return write_line(s, said, expected);
}

static bool
answer_invalid(struct simulation *s, const char *error)
{
	return answer(s, &(struct said){ .decision = "INVALID_REQUEST",
					 .layer = "request",
					 .reason = "BAD_REQUEST",
					 .error = error });
}

static bool
answer_unopened(struct simulation *s, const struct portero_error *err)
{
	const bool policy = err->code == PORTERO_ERROR_POLICY ||
			    err->code == PORTERO_ERROR_CONFIG ||
			    err->code == PORTERO_ERROR_LIMIT;

	return answer(
		s, &(struct said){ .decision = policy ? "INVALID_POLICY"
						      : "INDETERMINATE",
				   .layer = "policy",
				   .reason = err->id[0] ? err->id : "unknown",
				   .error = err->text,
				   .error_file = err->file });
}

static bool
answer_decision(struct simulation *s, const struct portero_decision *d)
{
	struct said said = {
		.decision = decision_name(d),
		.layer = word_layer(d->layer),
		.reason = s->plugin->reason_text(d->reason),
		.policy = d->policy[0] ? d->policy : NULL,
		.statement = d->statement,
	};

	if (d->reason >= PORTERO_REASON_UNJUDGED && d->detail[0])
		said.error = d->detail;
	if (d->reason == PORTERO_REASON_BAD_REQUEST)
		said.layer = "request";
	return answer(s, &said);
}

static bool
simulate_one(struct simulation *s, const char *text, size_t len)
{
	struct portero_decision d = { .size = sizeof d };
	const struct simulate_opened *opened;
	struct portero_request request = { .size = sizeof request,
					   .now = s->now };

	if (!simulate_read(&s->line, text, len))
		return answer_invalid(s, s->line.error);
	opened = simulate_cache_get(s->cache, &s->line);
	if (!opened) {
		complain("out of memory");
		return false;
	}
	if (!opened->set)
		return answer_unopened(s, &opened->error);
	request.principal = s->line.caller.text;
	request.action = s->line.action;
	request.resource = s->line.resource;
	request.attrs = s->line.attrs;
	request.nattrs = s->line.nattrs;
	/* whose the resource is may be unknown; its RCPs apply all the same */
	request.resource_account = simulate_owner(&s->line);
	s->plugin->check_access(opened->set, &request, &d);
	return answer_decision(s, &d);
}

static int
run(struct simulation *s, int fd, const char *name)
{
	struct lines lines;
	enum line_result result;
	char *line;
	size_t len;
	bool good = true;

	lines_begin(&lines, fd);
	while (good && (result = lines_next(&lines, &line, &len)) != LINE_END) {
		if (result == LINE_ERROR) {
			complain("%s: %s", name, strerror(lines.error));
			good = false;
		} else if (result == LINE_TOO_LONG) {
			s->line.id = JTEXT_NONE;
			s->line.json.n = 0;
			good = answer_invalid(s, "the line is too long");
		} else {
			good = simulate_one(s, line, len);
		}
		/* whoever asks line by line waits for the answer now */
		if (lines.begin == lines.end)
			good = fflush(stdout) == 0 && good;
	}
	lines_free(&lines);
	if (!good)
		return EXIT_TROUBLE;
	if (s->expect_field)
		printf("%llu passed, %llu failed\n",
		       (unsigned long long)s->passed,
		       (unsigned long long)s->failed);
	return s->failed ? EXIT_INVALID : EXIT_ALLOWED;
}

static bool
set_expect_field(void *arg, const char *value)
{
	((struct simulation *)arg)->expect_field = value;
	return true;
}

static int
simulate(struct simulation *s, const struct options *o)
{
	const char *name = o->noperands ? o->operands[0] : "-";
	struct portero_host host;
	int fd = STDIN_FILENO, code;

	s->plugin = open_plugin(o);
	if (!s->plugin)
		return EXIT_TROUBLE;
	if (strcmp(name, "-") != 0)
		fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		complain("%s: %s", name, strerror(errno));
		return EXIT_TROUBLE;
	}
	open_host(&host, o);
	host.log = NULL; /* the sets are our own making */
	s->now = o->now;
	s->cache = simulate_cache_new(s->plugin, &host);
	code = s->cache ? run(s, fd, name) : EXIT_TROUBLE;
	if (!s->cache)
		complain("out of memory");
	simulate_cache_free(s->cache);
	simulate_line_free(&s->line);
	buffer_free(&s->out);
	if (fd != STDIN_FILENO)
		close(fd);
	return code;
}

int
cmd_simulate(int argc, char **argv)
{
	static const struct own_option own[] = {
		{ "expect-field", "F",
		  "compare with this field of the line; print what differs",
		  set_expect_field },
	};
	static const struct usage usage = {
		.synopsis = "simulate [options] [FILE]",
		.what = "Answers plain IAM questions, one JSON object a line, "
			"policies inline.\n",
		.own = own,
		.nown = sizeof own / sizeof *own,
		.most = 1,
	};
	struct simulation s = { 0 };
	struct options o;
	int code = options_parse(&o, &usage, &s, argc, argv);

	return code == OPTIONS_GO_ON ? simulate(&s, &o) : code;
}
