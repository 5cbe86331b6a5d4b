# Portero: may this job be created?   make [all|demo|test|lint|coverage|install]
#   V=1 shows the commands        SAN=address,undefined adds sanitizers
#   B=dir builds elsewhere        WERROR=1 turns warnings into errors
#   DESTDIR= prefix= sysconfdir= libdir= mandir= say where install puts things
VERSION    := 0.1.0
CC         ?= cc
AR         ?= ar
PKG_CONFIG ?= pkg-config
INSTALL    ?= install
OPT        ?= -O2 -g
prefix     ?= /usr/local
sysconfdir ?= /etc
libdir     ?= $(prefix)/lib
mandir     ?= $(prefix)/share/man
datadir    ?= $(prefix)/share
SAN        ?=
B          ?= build$(if $(SAN),/san)
TEST_FLAGS ?=
Q          := $(if $(V),,@)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 \
	-Wundef -Wnull-dereference -Wswitch-enum $(if $(WERROR),-Werror)
HARD := -fvisibility=hidden -fstack-protector-strong -fstack-clash-protection \
	$(if $(filter x86_64,$(shell uname -m)),-fcf-protection) \
	$(if $(SAN)$(COVERAGE),,-D_FORTIFY_SOURCE=2) -fPIC \
	-ffile-prefix-map=$(CURDIR)=.
SANF := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer \
	-fno-sanitize-recover=all)
ALL_CFLAGS := -std=c17 -D_POSIX_C_SOURCE=200809L \
	-DPORTERO_VERSION='"$(VERSION)"' $(OPT) $(WARN) $(HARD) $(SANF) \
	$(COVERAGE) $(CFLAGS) -MMD -MP
HOST_CFLAGS := -DPORTERO_PLUGIN_PATH='"$(libdir)/portero/portero.so"' \
	-DPORTERO_CONFIG_PATH='"$(sysconfdir)/portero/portero.conf"'
ALL_LDFLAGS := -Wl,-z,relro,-z,now,-z,noexecstack $(SANF) $(COVERAGE) $(LDFLAGS)
SO_LDFLAGS := -shared -Wl,-z,nodelete $(if $(SAN),,-Wl,-z,defs)
# asked when a program is linked, after deps
PLUGIN_LIBS = $(shell $(PKG_CONFIG) --libs libconfig libcrypto)
HOST_LIBS   = $(shell $(PKG_CONFIG) --libs jansson libcrypto) -ldl -lpthread
TEST_LIBS   = $(shell $(PKG_CONFIG) --libs cmocka)

PLUGIN_OBJ := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugin/*.c plugin/*/*.c)))
LIB_OBJ    := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard host/lib/*.c)))
TOOL_OBJ   := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard host/tool/*.c)))
UNITS      := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/unit/*/test_*.c)))
ABI        := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/abi/*.c)))
EXAMPLES   := $(B)/examples/host $(B)/examples/plugin/freeze.so
MAN        := $(sort $(wildcard docs/*.[1-8]))
COMPLETIONS := bash-completion/completions/portero zsh/site-functions/_portero \
	fish/vendor_completions.d/portero.fish
C_FILES    := $(sort $(shell find plugin host tests examples -name '*.[ch]'))
SH_FILES   := $(sort $(shell grep -rlE '^\#!/bin/(ba)?sh' tests examples .ci))
AGAIN      = +$(Q)$(MAKE) --no-print-directory \
	$(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc || echo 1))

.PHONY: all demo test tests lint coverage install uninstall clean \
	deps lint-deps coverage-deps
all: $(B)/portero.so $(B)/portero
tests: all $(UNITS) $(ABI) $(EXAMPLES)

demo: deps
	$(AGAIN) all
	@tests/private examples/demo $(B)
test: deps
	$(AGAIN) tests
	@tests/private tests/run $(if $(SAN)$(COVERAGE),-i) $(TEST_FLAGS) $(B)
deps lint-deps coverage-deps:
	@CC='$(CC)' tests/deps $@
lint: deps lint-deps
	@CC='$(CC)' tests/lint '$(ALL_CFLAGS)' -- $(C_FILES) $(MAN) $(SH_FILES)
coverage: deps coverage-deps
	$(AGAIN) test B=build/cov OPT='-O0 -g' COVERAGE=--coverage
	gcovr -r . --filter plugin/decide/ build/cov/plugin

$(B)/portero.so: $(PLUGIN_OBJ) plugin/plugin.map
	@echo "  LD    $@"
	$(Q)$(CC) $(SO_LDFLAGS) -o $@.new $(PLUGIN_OBJ) $(ALL_LDFLAGS) \
		-Wl,--version-script=plugin/plugin.map $(PLUGIN_LIBS)
	$(Q)mv $@.new $@
$(B)/libhost.a: $(LIB_OBJ)
	@echo "  AR    $@"
	$(Q)rm -f $@ && $(AR) rcsD $@ $(LIB_OBJ)
$(B)/portero: $(TOOL_OBJ) $(B)/libhost.a
	@echo "  LD    $@"
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(HOST_LIBS)
# a unit test sees the objects of its side; the plugin's own names stay inside
$(B)/tests/unit/host/%: $(B)/tests/unit/host/%.o $(B)/libhost.a
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(HOST_LIBS) $(TEST_LIBS)
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/tests/unit/support.o $(PLUGIN_OBJ)
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) $(PLUGIN_LIBS) $(TEST_LIBS)
$(B)/tests/abi/%: $(B)/tests/abi/%.o
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) -ldl
$(B)/examples/host: $(B)/examples/host.o
	$(Q)$(CC) -o $@ $^ -pie $(ALL_LDFLAGS) -ldl
$(B)/examples/plugin/freeze.so: $(B)/examples/plugin/freeze.o plugin/plugin.map
	$(Q)$(CC) $(SO_LDFLAGS) -o $@ $< $(ALL_LDFLAGS) \
		-Wl,--version-script=plugin/plugin.map

$(B)/plugin/%.o $(B)/examples/plugin/%.o: ALL_CFLAGS += -DPORTERO_BUILDING
$(B)/host/%.o: ALL_CFLAGS += $(HOST_CFLAGS)
$(B)/%.o: %.c
	@echo "  CC    $<"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<
.SECONDARY:

# a loaded plugin is never written over: a new file takes its name
install: all
	$(INSTALL) -d $(addprefix $(DESTDIR),$(libdir)/portero $(libdir)/pkgconfig \
		$(prefix)/bin $(prefix)/include $(sysconfdir)/portero)
	$(INSTALL) -m 755 $(B)/portero.so $(DESTDIR)$(libdir)/portero/portero.so.new
	mv $(DESTDIR)$(libdir)/portero/portero.so.new \
		$(DESTDIR)$(libdir)/portero/portero.so
	$(INSTALL) -m 755 $(B)/portero $(DESTDIR)$(prefix)/bin/portero
	$(INSTALL) -m 644 plugin/portero.h $(DESTDIR)$(prefix)/include/portero.h
	umask 022; printf '%s\n' 'prefix=$(prefix)' 'plugindir=$(libdir)/portero' \
		'plugin=$${plugindir}/portero.so' '' 'Name: portero' \
		'Description: may this job be created?' 'Version: $(VERSION)' \
		'Cflags: -I$${prefix}/include' \
		>$(DESTDIR)$(libdir)/pkgconfig/portero.pc
	for m in $(MAN); do $(INSTALL) -D -m 644 $$m \
		$(DESTDIR)$(mandir)/man$${m##*.}/$${m##*/} || exit; done
	cd conf && find . -type f | while read -r f; do \
		test -e $(DESTDIR)$(sysconfdir)/portero/$$f || $(INSTALL) -D \
		-m 644 $$f $(DESTDIR)$(sysconfdir)/portero/$$f || exit; done
	umask 022; for c in $(COMPLETIONS); do f=$(DESTDIR)$(datadir)/$$c; \
		$(INSTALL) -d $${f%/*} && $(B)/portero completion \
		$$(expr $$c : '\([a-z]*sh\)') >$$f || exit; done
uninstall:
	rm -rf $(DESTDIR)$(libdir)/portero
	rm -f $(addprefix $(DESTDIR),$(libdir)/pkgconfig/portero.pc \
		$(prefix)/bin/portero $(prefix)/include/portero.h \
		$(foreach m,$(MAN),$(mandir)/man$(subst .,,$(suffix $m))/$(notdir $m)) \
		$(addprefix $(datadir)/,$(COMPLETIONS)))
clean:
	rm -rf build

# parts that not every machine has what it takes to build
-include $(sort $(wildcard host/*/*.mk tests/*/*.mk examples/*/*.mk))
-include $(shell find $(B) -name '*.d' 2>/dev/null)
