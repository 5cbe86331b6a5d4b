# SPDX-License-Identifier: MIT
# The gateway, end to end, with real servers and clients.
#   make test-gateway [GATEWAY=answers]   one group, or several in quotes
#   make gateway-load                     figures, nothing that fails
GATEWAY_BUILD := all gateway-module gateway-js $(B)/examples/plugin/freeze.so \
	lua-modules
.PHONY: test-gateway gateway-load
test-gateway: deps gateway-deps
	$(AGAIN) $(GATEWAY_BUILD)
	$(if $(SAN),,-$(AGAIN) SAN=address,undefined B=$(B)/gateway-san \
		gateway-sanitized)
	@tests/private tests/gateway/run $(B) $(GATEWAY)
gateway-load: deps gateway-deps
	$(AGAIN) all gateway-module $(B)/tests/gateway/cost
	@tests/private tests/gateway/load $(B)
# what the sanitized group loads into a plain nginx
.PHONY: gateway-sanitized
gateway-sanitized: gateway-module $(B)/portero.so

$(B)/tests/gateway/cost: $(B)/tests/gateway/cost.o $(B)/libhost.a
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(HOST_LIBS)
