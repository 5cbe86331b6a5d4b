#!/bin/sh
# make install: what lies where, with which modes; a second one changes no
# configuration; make uninstall leaves the configuration alone.
# usage: tests/install.sh BUILD_DIR
set -u
build=$1
cd "$(dirname "$0")/.." || exit 1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0
check() { # WHAT COMMAND...
	what=$1
	shift
	if "$@" >"$scratch/output" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not so: $what"
		cat "$scratch/output"
	fi
}
there() { # MODE PATH
	check "$2 has mode $1" test "$(stat -c %a "$root/$2" 2>&1)" = "$1"
}
gone() { # PATH
	check "$1 is gone" test ! -e "$root/$1"
}
run() { # TARGET
	make "$1" B="$build" DESTDIR="$root" prefix=/usr sysconfdir=/etc \
		libdir=/usr/lib/x
}
root=$scratch/root
conf=etc/portero/portero.conf

check "make all" make all B="$build"
umask 002 # what is installed must not depend on it
check "make install" run install
there 755 usr/bin/portero
there 755 usr/lib/x/portero
there 755 usr/lib/x/portero/portero.so
there 644 usr/include/portero.h
there 644 usr/share/man/man1/portero.1
there 644 usr/share/man/man3/check_job_creation.3
there 644 usr/share/man/man5/portero.conf.5
there 644 usr/lib/x/pkgconfig/portero.pc
there 644 usr/share/bash-completion/completions/portero
there 755 etc/portero
there 644 $conf
there 644 etc/portero/policies/nothing-yet.json
check "pkg-config knows the plugin" test /usr/lib/x/portero/portero.so = \
	"$(PKG_CONFIG_PATH=$root/usr/lib/x/pkgconfig pkg-config \
		--variable=plugin portero)"

echo '# mine' >>"$root/$conf"
inode=$(stat -c %i "$root/usr/lib/x/portero/portero.so")
check "make install, again" run install
check "the configuration is kept" grep -q '# mine' "$root/$conf"
# CVE class: writing over a loaded library changes running programs
check "the plugin is a new file" test "$inode" != \
	"$(stat -c %i "$root/usr/lib/x/portero/portero.so")"
check "the tool runs" "$root/usr/bin/portero" version \
	--plugin "$root/usr/lib/x/portero/portero.so"

check "make uninstall" run uninstall
gone usr/bin/portero
gone usr/lib/x/portero
gone usr/share/man/man1/portero.1
there 644 $conf

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
