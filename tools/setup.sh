#!/usr/bin/env bash
# Installs what the tests need and this machine lacks: PostgreSQL, strace, Chromium and two fonts by apt,
# axe-core and html-validate by npm, the linters by go install. What it may not install it names, and fails.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "$0")/env.sh"

missing=()

# need NAME HINT: notes a program that this script leaves to the person.
need() {
	command -v "$1" >/dev/null || missing+=("$1: $2")
}

# Runs a command with the rights of root, where there are any.
as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
	else return 1
	fi
}

# Installs Debian packages; waits for another apt-get that holds the lock.
apt_install() {
	command -v apt-get >/dev/null || return 1
	local get=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
	echo "installing $*"
	as_root "${get[@]}" install -y --no-install-recommends "$@" ||
		{ as_root "${get[@]}" update && as_root "${get[@]}" install -y --no-install-recommends "$@"; }
}

# have CHECK PACKAGE HINT: installs the package unless the check finds what it brings, and looks again.
have() {
	"$1" >/dev/null || { apt_install "$2" && "$1" >/dev/null; } || missing+=("$3")
}

# compiles: whether the C compiler finds the headers that cgo, the race detector and a test's library need.
compiles() {
	printf '#include <stdlib.h>\nint main(void) { return 0; }\n' | gcc -x c -o /dev/null - 2>/dev/null
}

# new_node: whether Node is as new as html-validate needs; one that is not there is named already.
new_node() {
	! command -v node >/dev/null || node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || a == 20 && b >= 19 ? 0 : 1)'
}

# Puts the npm packages of package-lock.json in .cache/npm. The lock names versions and checksums and no
# host, so every registry and mirror will do.
npm_install() {
	local lock=$root/tools/package-lock.json into=$cache/npm
	cmp -s "$lock" "$into/installed.json" && return
	echo "installing axe-core and html-validate"
	mkdir -p "$into"
	cp "$root/tools/package.json" "$lock" "$into/"
	npm ci --prefix "$into" --ignore-scripts --no-audit --no-fund --loglevel=error
	cp "$lock" "$into/installed.json"
}

need go "the version go.mod names, from go.dev or golang-go"
need gcc "apt-get install gcc libc6-dev"
compiles || missing+=("C headers: apt-get install libc6-dev")
need node "20.19 or later, from nodejs.org or apt-get install nodejs"
new_node || missing+=("node 20.19 or later: html-validate asks for it")
need npm "apt-get install npm"
need flock "apt-get install util-linux"
need unshare "apt-get install util-linux"
[ "$(id -u)" != 0 ] || need runuser "apt-get install util-linux"

# The slow one (minutes, when nothing is cached) is built while apt and npm fetch. Should that fail, the
# second try below tells why.
building=
if [ ${#missing[@]} = 0 ]; then
	mkdir -p "$cache"
	"$root/tools/gotool.sh" golangci-lint >"$cache/golangci-lint.log" 2>&1 &
	building=$!
fi

have postgres_bin postgresql "PostgreSQL server: apt-get install postgresql"
have strace_path strace "strace: apt-get install strace"
have chromium_path chromium "Chromium: apt-get install chromium, or name one in SAMENSPRAAK_CHROMIUM"
have wide_font fonts-dejavu-core "DejaVu Sans, the wide font of the browser tests: apt-get install fonts-dejavu-core"
have narrow_font fonts-liberation "Liberation Sans, their narrow font: apt-get install fonts-liberation"

if [ ${#missing[@]} -gt 0 ]; then
	echo "Missing, and not to be installed from here:" >&2
	printf '  %s\n' "${missing[@]}" >&2
	exit 1
fi

npm_install
[ -z "$building" ] || wait "$building" || "$root/tools/gotool.sh" golangci-lint
"$root/tools/gotool.sh" govulncheck
