#!/usr/bin/env bash
# postgres.sh COMMAND…: runs the command with SAMENSPRAAK_TEST_POSTGRES naming a private, empty
# PostgreSQL, which is gone afterwards. A server already named there is used as it is.
#
#   tools/postgres.sh go test ./internal/store/...
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "$0")/env.sh"

if [ -n "${SAMENSPRAAK_TEST_POSTGRES:-}" ]; then
	exec "$@"
fi

bin=$(postgres_bin) || { echo "PostgreSQL server not found: run make setup" >&2; exit 1; }
dir=$(mktemp -d "${TMPDIR:-/tmp}/samenspraak-postgres.XXXXXX")

# PostgreSQL refuses to run as root; its package brings a user for it.
if [ "$(id -u)" = 0 ]; then
	chown postgres "$dir"
	postgres() { (cd "$dir" && runuser -u postgres -- "$@"); }
else
	postgres() { (cd "$dir" && "$@"); }
fi

stop() {
	postgres "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && echo "$password" >"$dir/password")
[ "$(id -u)" != 0 ] || chown postgres "$dir/password"
postgres "$bin/initdb" -D "$dir/data" -U samenspraak -A scram-sha-256 --pwfile="$dir/password" \
	-E UTF8 --locale=C.UTF-8 >"$dir/initdb.log" || { cat "$dir/initdb.log" >&2; exit 1; }

# The port is only known to be free when the server has it, so a taken one is tried again elsewhere.
# Everything else stays at its default, fsync among it: the crash tests are about what survives.
started=
for _ in 1 2 3 4 5; do
	port=$((20000 + RANDOM % 10000))
	options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$dir -c max_connections=300"
	if postgres "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -o "$options" -w -t 60 start >/dev/null; then
		started=yes
		break
	fi
done
if [ -z "$started" ]; then
	tail -n 20 "$dir/data/server.log" >&2
	exit 1
fi

export SAMENSPRAAK_TEST_POSTGRES="postgres://samenspraak:$password@127.0.0.1:$port/postgres?sslmode=disable"
"$@"
