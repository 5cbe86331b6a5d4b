# SPDX-License-Identifier: MIT
# The hook of slurmctld: a job_submit plugin.   make slurm-hook
SLURM_C   := $(sort $(wildcard host/slurm/*.c))
SLURM_OBJ := $(patsubst %.c,$(B)/%.o,$(SLURM_C))
# what reads Slurm's headers is analysed only where they are: see lint-slurm
C_FILES := $(if $(wildcard /usr/include/slurm/slurm.h),$(C_FILES),\
	$(filter-out host/slurm/hook.c host/slurm/update.%,$(C_FILES)))

.PHONY: slurm-hook lint-slurm slurm-deps
slurm-hook: $(B)/slurm/job_submit_portero.so
slurm-deps: deps # two apt-get at a time do not go
	@host/slurm/deps

# slurmctld lends the rest when it loads the plugin: no -z defs
$(B)/slurm/job_submit_portero.so: $(SLURM_OBJ) $(B)/libhost.a
	@echo "  LD    $@"
	@mkdir -p $(@D)
	$(Q)$(CC) -shared -o $@.new $(SLURM_OBJ) $(B)/libhost.a \
		-Wl,--exclude-libs,ALL $(ALL_LDFLAGS) $(HOST_LIBS)
	$(Q)mv $@.new $@

lint: lint-slurm
lint-slurm: lint-deps
	@clang-format --dry-run -Werror host/slurm/hook.c host/slurm/update.[ch]
	@shellcheck host/slurm/deps
