/* SPDX-License-Identifier: MIT */
/* Reads Slurm's description of a job, new or changed. */
#include "update.h"

static uint64_t
number(uint32_t n)
{
	return n == NO_VAL || n == INFINITE ? QUESTION_UNKNOWN : n;
}

void
update_read(const job_desc_msg_t *job, uint32_t uid, struct submission *s)
{
	*s = (struct submission){
		.uid = uid,
		.update = job->job_id != NO_VAL || job->job_id_str,
		.name = job->name,
		.comment = job->comment,
		.partition = job->partition,
		.account = job->account,
		.qos = job->qos,
		.gres = { job->tres_per_job, job->tres_per_node,
			  job->tres_per_socket, job->tres_per_task },
		.array = job->array_inx,
		.cpus = number(job->min_cpus),
		.nodes = number(job->min_nodes),
		.minutes = number(job->time_limit),
	};
}

/* Whose the job is and what it runs. */
static bool
touches_identity(const job_desc_msg_t *job)
{
	return job->script || job->argc > 0 || job->container ||
	       job->work_dir || (job->environment && job->env_size > 0) ||
	       (job->group_id != NO_VAL && job->group_id != 0);
}

static bool
touches_judged(const job_desc_msg_t *job)
{
	return job->name || job->comment || job->admin_comment ||
	       job->account || job->partition || job->qos || job->features ||
	       job->cluster_features || job->licenses || job->reservation ||
	       job->req_nodes || job->wckey || job->extra || job->prefer ||
	       job->tres_per_job || job->tres_per_node ||
	       job->tres_per_socket || job->tres_per_task ||
	       job->mem_per_tres || job->cpus_per_tres || job->burst_buffer ||
	       job->min_cpus != NO_VAL || job->max_cpus != NO_VAL ||
	       job->min_nodes != NO_VAL || job->max_nodes != NO_VAL ||
	       job->num_tasks != NO_VAL || job->pn_min_memory != NO_VAL64 ||
	       job->pn_min_cpus != NO_VAL16 || job->cpus_per_task != NO_VAL16 ||
	       job->ntasks_per_node != NO_VAL16 || job->time_limit != NO_VAL ||
	       job->end_time || job->array_inx;
}

enum update_kind
update_kind(const job_desc_msg_t *job)
{
	if (touches_identity(job))
		return UPDATE_NEVER;
	if (!touches_judged(job))
		return UPDATE_HARMLESS;
	return job->name && job->comment && job->partition ? UPDATE_WHOLE
							   : UPDATE_PARTIAL;
}
