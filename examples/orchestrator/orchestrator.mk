# SPDX-License-Identifier: MIT
# pipelined: SageMaker pipelines as jobs of Slurm.   make orchestra shows it
PIPELINED_C   := $(sort $(wildcard examples/orchestrator/*.c))
PIPELINED_OBJ := $(patsubst %.c,$(B)/%.o,$(PIPELINED_C)) \
	$(addprefix $(B)/host/slurm/,comment.o kind.o words.o)
PIPELINED_LIBS = $(shell $(PKG_CONFIG) --libs sqlite3)
# analysed where SQLite's header is: see lint-orchestrator
C_FILES := $(if $(wildcard /usr/include/sqlite3.h),$(C_FILES),\
	$(filter-out examples/orchestrator/%,$(C_FILES)))

.PHONY: orchestrator orchestra lint-orchestrator
orchestrator: $(B)/orchestrator/pipelined
orchestra: slurm-deps
	$(AGAIN) $(B)/portero.so $(B)/slurm/job_submit_portero.so \
		$(B)/orchestrator/pipelined
	@tests/private examples/orchestrator/demo $(B)

$(B)/examples/orchestrator/%.o: ALL_CFLAGS += $(HOST_CFLAGS)
$(B)/orchestrator/pipelined: $(PIPELINED_OBJ) $(B)/libhost.a
	@echo "  LD    $@"
	@mkdir -p $(@D)
	$(Q)$(CC) -o $@.new $(PIPELINED_OBJ) $(B)/libhost.a -pie $(ALL_LDFLAGS) \
		$(HOST_LIBS) $(PIPELINED_LIBS)
	$(Q)mv $@.new $@

lint: lint-orchestrator
lint-orchestrator: lint-deps
	@clang-format --dry-run -Werror examples/orchestrator/*.[ch]
