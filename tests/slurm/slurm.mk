# SPDX-License-Identifier: MIT
# The orchestrator and slurmctld's hook, end to end, on a Slurm of four nodes.
#   make test-slurm [N=20] [SLURM=hook]   N executions with kills; a group
#   make slurm-figures                    throughput, time in the hook
N ?= 20
.PHONY: test-slurm slurm-figures
test-slurm: deps slurm-deps
	$(AGAIN) $(B)/portero.so slurm-hook orchestrator
	@tests/private tests/slurm/run -n $(N) $(B) $(SLURM)
slurm-figures: deps slurm-deps
	$(AGAIN) $(B)/portero.so slurm-hook orchestrator
	@tests/private tests/slurm/figures $(B)
