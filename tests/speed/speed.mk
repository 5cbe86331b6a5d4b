# How fast the tool is, included by the Makefile.
#   make bench-tool  lines of portero simulate; loading and lint: make corpus
#   make large       the place of a mistake in an account file of LARGE MB
LARGE ?= 100

.PHONY: bench-tool large
bench-tool: $(B)/portero.so $(B)/portero
	tests/speed/simulate.py $(B)/portero
large: $(B)/portero.so $(B)/portero
	tests/speed/large.py $(B)/portero $(LARGE)
