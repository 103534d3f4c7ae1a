#!/usr/bin/env bash
# gotool.sh NAME: installs the named Go program in .cache/bin at its pinned version, unless it stands
# there already, built by the Go in use. Two callers at once build it once.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "$0")/env.sh"

name=$1
module=${gotools[$name]:?"no such tool: $name"}
version=${module##*@}
program=$cache/bin/$name

# golangci-lint refuses code of a newer Go than it was built with, so the compiler is part of the version.
current() {
	local built
	built=$(go version -m "$program" 2>/dev/null) || return 1
	grep -qF "$(go env GOVERSION)" <<<"$built" && grep -qP "^\tmod\t\S+\t\Q$version\E\t" <<<"$built"
}

mkdir -p "$cache/bin"
exec 9>"$cache/bin/.$name.lock"
flock 9
if ! current; then
	echo "installing $name $version"
	# The project's flags are not the tool's.
	GOFLAGS='' GOBIN="$cache/bin" nice go install "$module"
	current || { echo "$name is not at $version after its installation" >&2; exit 1; }
fi
