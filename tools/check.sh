#!/usr/bin/env bash
# check.sh [lint|test|e2e|soak…]: what CI runs, or the named parts of it. Every step runs even when one before
# it failed, so that one run tells everything; the exit status and the last lines tell what failed.
# PACKAGES (default ./...) narrows lint and test; E2E_TIMEOUT (default 20m) bounds the e2e tests. CI does
# without soak: the tests that have a long form, for SOAK_MINUTES (default 30), with their figures at the end.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "$0")/env.sh"
cd "$root"

parts=" ${*:-lint test e2e} "
read -ra packages <<<"${PACKAGES:-./...}"

# A clone owned by somebody else has no version to stamp; the tests need none.
# Without the folder in what is built, a clone elsewhere finds it built already.
export GOFLAGS="${GOFLAGS:-} -buildvcs=false -trimpath"

work=$(mktemp -d "${TMPDIR:-/tmp}/samenspraak-check.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

failed=()

# step NAME COMMAND…: runs the command, notes how long it took and whether it failed.
step() {
	local name=$1 begin=$SECONDS result=ok
	shift
	printf '\n== %s\n' "$name"
	"$@" || { result=FAILED; failed+=("$name"); }
	printf '%-16s %4d s  %s\n' "$name" $((SECONDS - begin)) "$result" | tee -a "$work/times"
}

format() {
	local wrong
	wrong=$(find . -name '.?*' -prune -o -name '*.go' -print0 | xargs -0r gofmt -l) || return
	[ -z "$wrong" ] || { printf 'not gofmt-ed:\n%s\n' "$wrong"; return 1; }
}

# Known faults in what the program is made of. The list of them is kept elsewhere, and a machine that cannot
# reach it can only say so.
vulnerable() {
	local said status=0
	said=$(govulncheck -C config -scan module 2>&1) || status=$?
	if [ $status != 0 ] && grep -q 'fetching vulnerabilities' <<<"$said"; then
		echo "govulncheck: its database is not reached from here; not checked" | tee -a "$work/notes"
		return
	fi
	govulncheck -tags e2e -test "${packages[@]}"
}

# The tests of the store and everything above it must meet a real PostgreSQL: without one they fail here.
tests() {
	tools/postgres.sh "$@" 2>&1 | tee -a "$work/go-test"
}

# The program under test is built by the tests themselves; go test cannot see a change of it, hence -count=1.
# Four at once on two cores: many wait for a clock, a server or a browser most of their time.
e2e() {
	SAMENSPRAAK_CHROMIUM=$(chromium_path) || return
	export SAMENSPRAAK_CHROMIUM
	export SAMENSPRAAK_AXE=$cache/npm/node_modules/axe-core/axe.min.js
	export SAMENSPRAAK_HTMLVALIDATE=$cache/npm/node_modules/.bin/html-validate
	tests go test -tags e2e -count=1 -parallel 4 -timeout "${E2E_TIMEOUT:-20m}" ./internal/e2e/...
}

soaked='^(TestHistoriesHaveAnOrder|TestKillMinusNine|TestLevelAfterAnHour)$'
soak() {
	local minutes=${SOAK_MINUTES:-30}
	SAMENSPRAAK_SOAK=$minutes tests go test -tags e2e -count=1 -v -timeout $((3 * minutes + 20))m -run "$soaked" \
		./internal/service/ ./internal/e2e/
}

asked() { [[ $parts == *" $1 "* ]]; }

step setup tools/setup.sh
[ ${#failed[@]} = 0 ] || exit 1

if asked lint; then
	step gofmt format
	step golangci-lint golangci-lint run "${packages[@]}"
	step govulncheck vulnerable
fi
# The race detector takes five to ten times as long and finds what things done at once do to each other. It has
# nothing to find where one goroutine does one thing after another: in packages that only compute, the demo's
# worlds and the tests of the pages. Of the store and the use cases it sees the tests in files that start
# goroutines, without those of them that only count or take long.
sequential='/internal/(archtest|consult|demo|document|dutch|editorial|importing|letter|prose|web|web/site|web/staff.*)$'
mixed='/internal/(service|store)$'
long='^Test(MailingOfAThousand|ReplyInvariants|ImportOfTenThousand|ParsersStayLinear|LinearityIsNoticed|NoAccountTakesAsLong)$'
at_once() {
	grep -lE 'go func|\.Go\(' internal/service/*_test.go internal/store/*_test.go |
		xargs grep -hoE '^func Test[A-Za-z0-9]+' | cut -c6- | grep -vE "$long" | sort -u | paste -sd '|'
}
if asked test; then
	mapfile -t all < <(go list "${packages[@]}")
	mapfile -t raced < <(printf '%s\n' "${all[@]}" | grep -vE "$sequential|$mixed")
	mapfile -t plain < <(printf '%s\n' "${all[@]}" | grep -E "$sequential|$mixed")
	mapfile -t both < <(printf '%s\n' "${all[@]}" | grep -E "$mixed")
	racing="^($(at_once))\$"
	[ ${#raced[@]} = 0 ] || step "test race" tests go test -race -p 2 "${raced[@]}"
	[ ${#both[@]} = 0 ] || step "test at once" tests go test -race -run "$racing" "${both[@]}"
	[ ${#plain[@]} = 0 ] || step "test plain" tests go test -skip "$racing" "${plain[@]}"
fi
if asked e2e; then
	step "e2e" e2e
fi
if asked soak; then
	step "soak" soak
fi

printf '\n== summary\n'
printf '%-16s %4d s\n' total "$SECONDS" | cat "$work/times" -
[ ! -e "$work/notes" ] || cat "$work/notes"
# Once more, last: the closing line of every package that has tests.
[ ! -e "$work/go-test" ] || grep -E '^(ok[[:space:]]|FAIL|--- FAIL:|panic:)' "$work/go-test" || true
[ ! -e "$work/go-test" ] || sed -n 's/.*soak: //p' "$work/go-test"
if [ ${#failed[@]} -gt 0 ]; then
	printf 'FAILED: %s\n' "${failed[*]}"
	exit 1
fi
