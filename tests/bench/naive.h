/* SPDX-License-Identifier: MIT */
/*
 * naive.h - the baseline: what one writes in an afternoon. The caller is found
 * in a hash table, then every statement he has is compared with the question,
 * one after the other, with a plain wildcard match. Nothing is indexed and
 * nothing is slowed down: names of actions are folded and numbers are read when
 * the set is.
 */
#ifndef PORTERO_BENCH_NAIVE_H
#define PORTERO_BENCH_NAIVE_H

#include <stdbool.h>

#include "writer.h"

/* Texts of one element: "Resource": ["a", "b"]. */
struct naive_list {
	struct portero_str *items;
	size_t n;
};

enum naive_test {
	NAIVE_EQUALS,
	NAIVE_LIKE,
	NAIVE_GREATER,
	NAIVE_LESS,
	NAIVE_NULL
};

enum naive_quantifier { NAIVE_ONE, NAIVE_ANY, NAIVE_ALL };

struct naive_condition {
	enum naive_test test;
	enum naive_quantifier quantifier;
	bool negated;
	struct portero_str key;
	struct naive_list values;
	double *numbers; /* of the values, for numeric tests */
};

struct naive_statement {
	bool deny, not_action;
	struct naive_list actions; /* folded */
	struct naive_list resources;
	struct naive_condition *conditions;
	size_t nconditions;
};

struct naive_document {
	struct naive_statement *statements;
	size_t n;
};

/* Documents that are asked together. */
struct naive_layer {
	const struct naive_document **documents;
	size_t n;
};

struct naive_tag {
	struct portero_str key, value; /* key: aws:PrincipalTag/team */
};

struct naive_principal {
	struct portero_str arn;
	struct naive_layer identity, boundary;
	bool has_boundary;
	struct naive_tag *tags;
	size_t ntags;
};

struct naive {
	struct shelf shelf;
	struct naive_principal *principals;
	size_t nprincipals;
	size_t *slots; /* open addressing: index + 1 */
	size_t mask;
	struct naive_layer *scps; /* root first */
	size_t nscps;
};

/* Ends the program when the set holds what the baseline does not know. */
struct naive *naive_open(const char *set, size_t n);
void naive_close(struct naive *naive);

uint64_t naive_hash(struct portero_str text);

/* The answer of check_access. */
bool naive_allows(const struct naive *naive,
		  const struct portero_request *request);

#endif
