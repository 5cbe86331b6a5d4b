# Policies that others wrote, included by the Makefile: make corpus
# CORPUS says where they are; without them nothing is asked.
CORPUS ?= ../shared/corpus

.PHONY: corpus
corpus: $(B)/portero.so $(B)/portero $(B)/tests/corpus/corpus
	@if [ -d '$(CORPUS)' ]; then tests/corpus/run $(B) '$(CORPUS)'; \
	else echo 'no $(CORPUS): nothing to load'; fi

$(B)/tests/corpus/corpus: $(B)/tests/corpus/corpus.o $(B)/libhost.a
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(HOST_LIBS)
