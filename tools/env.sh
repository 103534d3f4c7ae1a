# Sourced by the other scripts: where the tools are, at which versions.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/.cache
# Debian keeps runuser, and apt-get what it calls, where a bare PATH of a user does not lead.
export PATH="$cache/bin:$PATH:/usr/sbin:/sbin"

# go and npm keep what they fetch under HOME; where there is none (a service, a bare container), here.
if [ ! -d "${HOME:-}" ] || [ ! -w "$HOME" ]; then
	export HOME=$cache/home
	mkdir -p "$HOME"
fi

# The version a tool is pinned at; gotool.sh installs it, setup.sh and CI compare.
# shellcheck disable=SC2034  # read by gotool.sh
declare -A gotools=(
	[golangci-lint]=github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	[govulncheck]=golang.org/x/vuln/cmd/govulncheck@v1.9.0
)

# Prints the newest installed PostgreSQL's directory of programs. Debian keeps initdb and postgres off
# PATH, one directory per version.
postgres_bin() {
	local newest
	newest=$(find /usr/lib/postgresql -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
	[ -n "$newest" ] || newest=$(command -v initdb || true)
	[ -n "$newest" ] && dirname "$newest"
}

# Prints where strace is.
strace_path() { command -v strace; }

# Prints the browser to test with.
chromium_path() {
	local given=${SAMENSPRAAK_CHROMIUM:-} name
	if [ -n "$given" ]; then
		[ -x "$given" ] && echo "$given"
		return
	fi
	for name in chromium google-chrome; do
		command -v "$name" && return
	done
	return 1
}

# Prints the path of a font's file. The browser tests look at pages in these two families and no other.
font_file() {
	local found
	found=$(find /usr/share/fonts /usr/local/share/fonts -name "$1" -print -quit 2>/dev/null)
	[ -n "$found" ] && echo "$found"
}
wide_font() { font_file DejaVuSans.ttf; }
narrow_font() { font_file LiberationSans-Regular.ttf; }
