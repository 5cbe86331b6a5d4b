# Benchmarks, included by the Makefile: make bench|bench-quick|bench-still|
# bench-reload. SAN=thread bench-reload swaps a small set 10000 times.
BENCH_SRC   := $(sort $(wildcard tests/bench/*.c))
BENCH_MAIN  := $(addprefix $(B)/tests/bench/,bench.o still.o)
BENCH_OBJ   := $(filter-out $(BENCH_MAIN),$(patsubst %.c,$(B)/%.o,$(BENCH_SRC)))
BENCH_STILL := $(addprefix $(B)/tests/bench/,writer.o workload.o frame.o teams.o \
	teams_ask.o jobs.o shapes.o crowds.o account.o naive.o target.o)
BENCH_LIBS   = $(shell $(PKG_CONFIG) --libs jansson) -ldl -lpthread
BENCH_RUN   := $(B)/tests/bench/bench --plugin $(B)/portero.so \
	--directory $(B)/tests/bench/account
BENCH_FLAGS ?=

.PHONY: bench bench-quick bench-still bench-reload
bench: $(B)/portero.so $(B)/tests/bench/bench bench-still
	@$(BENCH_RUN) --full --json $(B)/bench.json $(BENCH_FLAGS)
bench-quick: $(B)/portero.so $(B)/tests/bench/bench
	@$(BENCH_RUN) --quick --json $(B)/bench.json $(BENCH_FLAGS)
bench-still: $(B)/portero.so $(B)/tests/bench/still
	@tests/bench/still.sh $(B)
bench-reload: $(B)/portero.so $(B)/tests/bench/bench
	@$(BENCH_RUN) --reload details-$(if $(SAN),50,100000) \
		--reloads $(if $(SAN),10000 --requests 50,6) $(BENCH_FLAGS)

$(B)/tests/bench/bench: $(B)/tests/bench/bench.o $(BENCH_OBJ) $(B)/libhost.a
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(HOST_LIBS)
$(B)/tests/bench/still: $(B)/tests/bench/still.o $(BENCH_STILL)
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(BENCH_LIBS)
