# Fuzz targets, included by the Makefile: make fuzz-replay, in make test, too;
# make fuzz TARGET=policy SECONDS=60 with clang's libFuzzer: what it finds is
# in build/fuzz/found, and what makes a difference becomes a seed.
FUZZ_PLUGIN  := policy set config details name match
FUZZ_HOST    := request pipeline call json
FUZZ_TARGETS := $(FUZZ_PLUGIN) $(FUZZ_HOST)
REPLAYS      := $(addprefix $(B)/tests/fuzz/,$(FUZZ_TARGETS))
FUZZ_SHARED  := $(addprefix $(B)/tests/fuzz/,ask.o files.o)
TARGET       ?= policy
SECONDS      ?= 60
# set when libFuzzer has main()
FUZZER       ?=
FUZZ_MAIN    := $(if $(FUZZER),,$(B)/tests/fuzz/replay.o)

.PHONY: fuzz fuzz-replay
tests: $(REPLAYS)
fuzz-replay: $(REPLAYS)
	@tests/fuzz/run $(B)
fuzz:
	@CC=clang tests/deps deps
	$(AGAIN) $(if $(FUZZER),,B=build/fuzz CC=clang FUZZER=-fsanitize=fuzzer \
		SAN=address,undefined CFLAGS=-fsanitize=fuzzer-no-link) \
		build/fuzz/tests/fuzz/$(TARGET)
	@mkdir -p build/fuzz/found/$(TARGET)
	build/fuzz/tests/fuzz/$(TARGET) -max_total_time=$(SECONDS) -timeout=10 \
		-dict=tests/fuzz/words.dict -artifact_prefix=build/fuzz/ \
		build/fuzz/found/$(TARGET) tests/fuzz/seeds/$(TARGET)

$(addprefix $(B)/tests/fuzz/,$(FUZZ_PLUGIN)): $(B)/tests/fuzz/%: \
		$(B)/tests/fuzz/%.o $(FUZZ_MAIN) $(FUZZ_SHARED) $(PLUGIN_OBJ)
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(FUZZER) $(PLUGIN_LIBS)
$(addprefix $(B)/tests/fuzz/,$(FUZZ_HOST)): $(B)/tests/fuzz/%: \
		$(B)/tests/fuzz/%.o $(FUZZ_MAIN) $(B)/libhost.a
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(FUZZER) $(HOST_LIBS)
