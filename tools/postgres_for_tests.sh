#!/bin/bash
# A private PostgreSQL for tests, in memory where possible, reachable only through its socket.
#
#   tools/postgres_for_tests.sh start [PID]   prints its URL; ends by itself when PID is gone
#   tools/postgres_for_tests.sh stop URL
#
# Texts are ordered by language unless a column says otherwise, so that a missing collation shows.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)

as_postgres() {  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups env -C / "$@"
  else
    "$@"
  fi
}

stop() {
  [ -d "$1/data" ] || return 0
  as_postgres "$bin/pg_ctl" -D "$1/data" -m immediate -s stop >/dev/null 2>&1 || true
  rm -rf "$1"
}

case "${1:-}" in
  start)
    parent=/tmp
    [ -w /dev/shm ] && parent=/dev/shm
    directory=$(mktemp -d "$parent/throughline-postgres-XXXXXX")
    trap 'stop "$directory"' ERR
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$directory"
    as_postgres "$bin/initdb" -D "$directory/data" -U postgres -A trust -E UTF8 --no-sync \
      --locale=C.UTF-8 --locale-provider=icu --icu-locale=en >"$directory/initdb.log" 2>&1 ||
      { cat "$directory/initdb.log" >&2; false; }
    as_postgres "$bin/pg_ctl" -D "$directory/data" -w -s -l "$directory/data/log" -o \
      "-c listen_addresses='' -c unix_socket_directories=$directory -c fsync=off \
       -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB" start \
      >/dev/null 2>&1 || { cat "$directory/data/log" >&2; false; }
    trap - ERR
    if [ -n "${2:-}" ]; then
      (while kill -0 "$2" 2>/dev/null; do sleep 1; done; stop "$directory") \
        >/dev/null 2>&1 </dev/null &
      disown
    fi
    echo "postgresql:///postgres?host=$directory&user=postgres"
    ;;
  stop)
    directory=${2#*host=}
    stop "${directory%%&*}"
    ;;
  *)
    sed -n '2,5p' "$0" >&2
    exit 2
    ;;
esac
