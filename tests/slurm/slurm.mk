# SPDX-License-Identifier: MIT
# The orchestrator and slurmctld's hook, end to end, on a Slurm of four nodes.
#   make test-slurm [N=20] [SLURM='hook cost']   N executions with kills; groups
N ?= 20
C_FILES := $(if $(wildcard /usr/include/slurm/slurm.h),$(C_FILES),\
	$(filter-out tests/slurm/%,$(C_FILES)))

.PHONY: test-slurm lint-test-slurm
test-slurm: slurm-deps
	$(AGAIN) all $(B)/slurm/job_submit_portero.so \
		$(B)/orchestrator/pipelined $(B)/slurm/hookcost
	@tests/private tests/slurm/run -n $(N) $(B) $(SLURM)
$(B)/slurm/hookcost: $(B)/tests/slurm/hookcost.o
	@mkdir -p $(@D)
	$(Q)$(CC) -o $@ $< -pie -rdynamic $(ALL_LDFLAGS) -lslurm -ldl -lpthread

# what reads Slurm's headers is analysed only where they are
lint: lint-test-slurm
lint-test-slurm: lint-deps
	@clang-format --dry-run -Werror tests/slurm/*.c
