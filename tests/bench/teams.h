/* SPDX-License-Identifier: MIT */
/* teams.h - the set that most workloads stand on: ten statements a team. */
#ifndef PORTERO_BENCH_TEAMS_H
#define PORTERO_BENCH_TEAMS_H

#include <inttypes.h>

#include "workload.h"

#define TEAMS_STATEMENTS 10u
#define TEAMS_NAME	 "team%" PRIu64
#define TEAMS_SM	 "arn:aws:sagemaker:" REGION ":" ACCOUNT ":"
#define TEAMS_ROLE	 "arn:aws:iam::" ACCOUNT ":role/"

/* How many teams have so many statements; at least one. */
uint64_t teams_of(uint64_t statements);

/* The ten statements of TEAM, joined by commas. */
void teams_statements(struct writer *w, uint64_t team);

/* A role that jobs of a team run as: teamI-exec-SUFFIX, trusting SERVICE. */
struct teams_exec {
	const char *suffix, *service;
};

/*
 * Writes the roles of TEAMS teams, teamI-gateway with ten statements and its
 * execution roles; or fat-gateway with the statements of all teams and one
 * execution role for each. The set is left open for more roles.
 */
void teams_open_fleet(struct workload *w, uint64_t teams,
		      const struct teams_exec *exec, size_t nexec);
void teams_open_fat(struct workload *w, uint64_t teams,
		    const struct teams_exec *exec);

/* teamI-gateway has the tag env=prod-eu; creator=yes. */
bool teams_is_production(uint64_t team);
bool teams_is_creator(const struct workload *w, uint64_t team);

/* Asks until W has as many questions as it wants. */
void teams_ask_fleet(struct workload *w, uint64_t teams);

#endif
