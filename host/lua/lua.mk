# SPDX-License-Identifier: MIT
# The Lua module, twice from one source: for LuaJIT and Lua 5.1 (nginx-lua, Slurm)
# and for Lua 5.3 (HAProxy).   make lua-modules
LUA51_INC  ?= /usr/include/luajit-2.1
LUA53_INC  ?= /usr/include/lua5.3
LUA_MODULES = $(if $(wildcard $(LUA51_INC)/lua.h),$(B)/lua5.1/portero.so) \
	$(if $(wildcard $(LUA53_INC)/lua.h),$(B)/lua5.3/portero.so)
# analysed where Lua's headers are: see lint-lua
C_FILES    := $(filter-out host/lua/%.c,$(C_FILES))

.PHONY: lua-modules lint-lua
lua-modules: $(LUA_MODULES)

# what a host of Lua lends is found when it loads the module: no -z defs
$(B)/lua5.%/portero.so: host/lua/portero.c $(B)/libhost.a $(wildcard host/lib/*.h)
	@echo "  LD    $@"
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MF $@.d -I$(LUA5$*_INC) -shared -o $@ $< \
		$(B)/libhost.a -Wl,--exclude-libs,ALL $(ALL_LDFLAGS) $(HOST_LIBS)

lint: lint-lua
lint-lua: lint-deps
	@clang-format --dry-run -Werror host/lua/portero.c
