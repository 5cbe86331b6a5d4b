# The table of operations against the API's own model, as botocore has it:
#   make test-model [PYTHON=]
.PHONY: test-model
tests: $(B)/tests/model/table
test-model: $(B)/tests/model/table
	@PYTHONDONTWRITEBYTECODE=1 $(PYTHON) tests/model/check.py $<
$(B)/tests/model/table: $(B)/tests/model/table.o $(B)/libhost.a
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(HOST_LIBS)
