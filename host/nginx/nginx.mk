# SPDX-License-Identifier: MIT
# The gateway: a dynamic module for the nginx of this system.   make gateway-module
NGINX_SRC  ?= /usr/share/nginx/src
NGINX_OBJ   = $(abspath $(B))/nginx
NGINX_C    := $(sort $(wildcard host/nginx/*.[ch]))
NGINX_LIBS  = $(abspath $(B))/libhost.a $(SANF) $(HOST_LIBS)
# nginx's own headers are no match for our warnings, and Debian's flags differ
NGINX_CC   := $(OPT) -fPIC -fstack-protector-strong $(SANF) $(CFLAGS)
# what reads the sources of the library wants no nginx: see lint-gateway
C_FILES    := $(filter-out host/nginx/%.c,$(C_FILES))

.PHONY: gateway-module gateway-deps lint-gateway
gateway-module: $(B)/nginx/ngx_http_portero_module.so
gateway-deps:
	@host/nginx/deps

# the configure script must not write into its own tree, and is a bash script
$(B)/nginx/Makefile: host/nginx/config host/nginx/nginx.mk
	@echo "  CONF  $@"
	$(Q)mkdir -p $(NGINX_OBJ)
	$(Q)cd $(NGINX_SRC) && bash -c '. ./conf_flags && \
		PORTERO_HOST="$(NGINX_LIBS)" ./configure \
		--with-cc-opt="$(NGINX_CC) -DPORTERO_PLUGIN_PATH=\\\"$(libdir)/portero/portero.so\\\" -DPORTERO_CONFIG_PATH=\\\"$(sysconfdir)/portero/portero.conf\\\"" \
		--with-ld-opt="-Wl,-z,relro,-z,now $(SANF)" "$${NGX_CONF_FLAGS[@]}" \
		--add-dynamic-module=$(CURDIR)/host/nginx \
		--builddir=$(NGINX_OBJ)' >$(NGINX_OBJ)/configure.log 2>&1 || \
		{ cat $(NGINX_OBJ)/configure.log; rm -f $@; exit 1; }
$(B)/nginx/ngx_http_portero_module.so: $(B)/nginx/Makefile $(NGINX_C) \
		$(B)/libhost.a $(wildcard host/lib/*.h)
	@echo "  LD    $@"
	$(Q)rm -f $@ # nginx's own rules don't know of the library
	$(Q)$(MAKE) --no-print-directory -s -C $(NGINX_SRC) \
		-f $(NGINX_OBJ)/Makefile modules >$(NGINX_OBJ)/make.log 2>&1 || \
		{ cat $(NGINX_OBJ)/make.log; exit 1; }
	$(Q)touch $@

# layout only: to analyse these files, nginx's headers would have to be there
lint: lint-gateway
lint-gateway: lint-deps
	@clang-format --dry-run -Werror $(NGINX_C)
	@shellcheck host/nginx/deps
