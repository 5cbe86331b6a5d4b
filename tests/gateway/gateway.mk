# SPDX-License-Identifier: MIT
# The gateway, end to end, with real servers and clients.
#   make test-gateway [GATEWAY=answers]   one group, or several in quotes
#   make bench-gateway                    what a call costs, part by part
#   make gateway-load                     nginx under load, with reloads
GATEWAY_BUILD := all gateway-module gateway-js $(B)/examples/plugin/freeze.so \
	lua-modules
.PHONY: test-gateway bench-gateway gateway-load
test-gateway: deps gateway-deps
	$(AGAIN) $(GATEWAY_BUILD)
	$(if $(SAN),,-$(AGAIN) SAN=address,undefined B=$(B)/san \
		gateway-sanitized)
	@tests/private tests/gateway/run $(B) $(GATEWAY)
gateway-load: deps gateway-deps
	$(AGAIN) all gateway-module
	@tests/private tests/gateway/load $(B)
bench-gateway: deps
	$(AGAIN) all $(B)/tests/gateway/cost
	@tests/private $(B)/tests/gateway/cost $(abspath $(B))/portero.so \
		examples/policies/portero.conf $(B)/tests/gateway/body.json
# what the sanitized group loads into a plain nginx
.PHONY: gateway-sanitized
gateway-sanitized: gateway-module $(B)/portero.so

# as a client sends it: without blanks
$(B)/tests/gateway/body.json: examples/gateway/train.json
	$(Q)tr -d '\n ' <$< >$@
$(B)/tests/gateway/cost: $(B)/tests/gateway/cost.o \
		$(B)/tests/bench/instructions.o $(B)/libhost.a | \
		$(B)/tests/gateway/body.json
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(HOST_LIBS)
