# Portero: may this job be created?   make [all|demo|test|lint|install|clean]
# V=1 shows the commands, SAN=address,undefined adds sanitizers, B=dir builds
# elsewhere, WERROR=1 turns warnings into errors.
VERSION    := 0.1.0
CC         ?= cc
OPT        ?= -O2 -g
prefix     ?= /usr/local
sysconfdir ?= /etc
libdir     ?= $(prefix)/lib
mandir     ?= $(prefix)/share/man
SAN        ?=
B          ?= build$(if $(SAN),/san)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 \
	-Wundef -Wnull-dereference -Wswitch-enum $(if $(WERROR),-Werror)
HARD := -fvisibility=hidden -fstack-protector-strong -fstack-clash-protection \
	$(if $(SAN),,-D_FORTIFY_SOURCE=2) -fPIC -ffile-prefix-map=$(CURDIR)=.
SANF := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer \
	-fno-sanitize-recover=all)
ALL_CFLAGS := -std=c17 -D_POSIX_C_SOURCE=200809L \
	-DPORTERO_VERSION='"$(VERSION)"' $(OPT) $(WARN) $(HARD) $(SANF) \
	$(COVERAGE) $(CFLAGS) -MMD -MP
ALL_LDFLAGS := -Wl,-z,relro,-z,now,-z,noexecstack $(SANF) $(COVERAGE) $(LDFLAGS)

PLUGIN_SRC := $(sort $(wildcard plugin/*.c plugin/*/*.c))
LIB_SRC    := $(sort $(wildcard host/lib/*.c))
TOOL_SRC   := $(sort $(wildcard host/tool/*.c))
PLUGIN_OBJ := $(PLUGIN_SRC:%.c=$(B)/%.o)
LIB_OBJ    := $(LIB_SRC:%.c=$(B)/%.o)
TOOL_OBJ   := $(TOOL_SRC:%.c=$(B)/%.o)
Q          := $(if $(V),,@)

.PHONY: all clean
all: $(B)/portero.so $(B)/portero

$(B)/portero.so: $(PLUGIN_OBJ) plugin/plugin.map
	@echo "  LD    $@"
	$(Q)$(CC) -shared -o $@.new $(PLUGIN_OBJ) -Wl,-z,nodelete \
		$(if $(SAN),,-Wl,-z,defs) -Wl,--version-script=plugin/plugin.map \
		$(ALL_LDFLAGS) -ljansson -lconfig -lcrypto
	$(Q)mv $@.new $@

$(B)/libhost.a: $(LIB_OBJ)
	@echo "  AR    $@"
	$(Q)rm -f $@ && ar rcsD $@ $(LIB_OBJ)

$(B)/portero: $(TOOL_OBJ) $(B)/libhost.a
	@echo "  LD    $@"
	$(Q)$(CC) -o $@ $(TOOL_OBJ) $(B)/libhost.a -pie $(ALL_LDFLAGS) \
		-ljansson -lcrypto -ldl -lpthread

$(B)/plugin/%.o: plugin/%.c
	@echo "  CC    $<"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -DPORTERO_BUILDING -c -o $@ $<

$(B)/%.o: %.c
	@echo "  CC    $<"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

clean:
	rm -rf build

-include $(PLUGIN_OBJ:.o=.d) $(LIB_OBJ:.o=.d) $(TOOL_OBJ:.o=.d)
