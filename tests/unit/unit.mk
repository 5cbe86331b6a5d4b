# the n-th piece of an arena fails, too, and not only the n-th block
$(B)/tests/unit/load/test_load: ALL_LDFLAGS += $(foreach f,alloc array chars \
	text,-Wl,--wrap=arena_$f)
# the hook is no library; what it needs of one comes behind it
$(B)/tests/unit/host/test_question: $(addprefix $(B)/host/slurm/, \
	question.o comment.o conf.o kind.o words.o)
$(B)/tests/unit/host/test_question: ALL_LDFLAGS += $(B)/libhost.a
# jansson reads what our parser reads, and the two are compared
$(B)/tests/unit/load/test_source: $(B)/tests/unit/load/jansson.o
$(B)/tests/unit/load/test_source: TEST_LIBS += \
	$(shell $(PKG_CONFIG) --libs jansson)
