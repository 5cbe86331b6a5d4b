# A second opinion, included by the Makefile: make differential|exhaustive|
# properties [N= SEED= JOBS= PYTHON=], and make mutate [MUTATE_FLAGS=]
N            ?= 20000
SEED         ?= 1
JOBS         ?= $(shell nproc || echo 1)
PYTHON       ?= python3
MUTATE_FLAGS ?= -l 95
ORACLE        = PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/oracle
AGREE_OBJ    := $(B)/tests/oracle/agree.o $(filter \
	%/buffer.o %/caller.o %/lines.o $(B)/host/tool/simulate_%,$(TOOL_OBJ))

.PHONY: differential exhaustive properties mutate
tests: $(B)/tests/oracle/agree
differential: $(B)/portero.so $(B)/portero
	@$(ORACLE)/differential.py --tool $(B)/portero --jobs $(JOBS) \
		--count $(N) --seed $(SEED)
exhaustive: $(B)/portero.so $(B)/portero
	@$(ORACLE)/differential.py --tool $(B)/portero --jobs $(JOBS) \
		--count 0 --exhaustive
properties: $(B)/portero.so $(B)/portero $(B)/tests/oracle/agree
	@$(ORACLE)/properties.py --tool $(B)/portero --jobs $(JOBS) \
		--agree $(B)/tests/oracle/agree --count $(N) --seed $(SEED)
mutate:
	@tests/mutate $(MUTATE_FLAGS)

$(B)/tests/oracle/agree: $(AGREE_OBJ) $(B)/libhost.a
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(HOST_LIBS)
