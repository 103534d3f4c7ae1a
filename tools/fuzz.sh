#!/usr/bin/env bash
# fuzz.sh [PACKAGES]: runs every fuzz target for FUZZTIME (default 20s) each. What a target finds is kept
# by Go in its testdata/fuzz and fails from then on in every test run: commit it with the fix.
set -euo pipefail
cd "$(dirname "$0")/.."

fuzztime=${FUZZTIME:-20s}

# `go test -list` prints a package's targets and then its closing line.
listed=$(go test -list '^Fuzz' "${@:-./...}")
targets=$(awk '/^Fuzz/ {names = names " " $1} $1 == "ok" {n = split(names, list, " ")
	for (i = 1; i <= n; i++) print $2, list[i]; names = ""}' <<<"$listed")
[ -n "$targets" ] || { echo "no fuzz targets found" >&2; exit 1; }

failed=()
while read -r package target; do
	echo "== $package $target"
	go test -run '^$' -fuzz "^$target\$" -fuzztime "$fuzztime" "$package" </dev/null || failed+=("$package $target")
done <<<"$targets"

if [ ${#failed[@]} -gt 0 ]; then
	printf 'FAIL %s\n' "${failed[@]}" >&2
	exit 1
fi
