#!/bin/bash
# bench/journey peers [--events N] [--peers "clickhouse duckdb"] ...   The journey engine beside databases
# that hold the same events. Each has the machine to itself; what they keep on disk is removed at the end.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
export PATH="$root/build/deps/node/bin:$PATH"
events=10000000 names=300 peers="clickhouse duckdb" runs=5 only="" results="$root/bench/results"
engine=()
while [ $# -gt 1 ]; do
  case $1 in
    --events) events=$2 ;;
    --names) names=$2 ;;
    --peers) peers=$2 ;;
    --runs) runs=$2 ;;
    --only) only=$2 ;;
    --results) results=$2 ;;
    --seconds | --rate | --properties) engine+=("$1" "$2") ;;
    *) echo "bench/journey peers: what is $1?" >&2 && exit 2 ;;
  esac
  shift 2
done
tools/install.sh
[ -e build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target bench_journey_peers >build/bench-build.log ||
  { cat build/bench-build.log; exit 1; }
if [ -n "$peers" ] && ! diff -q bench/peers/package-lock.json bench/peers/node_modules/.installed >/dev/null 2>&1; then
  (cd bench/peers && npm install --no-save --no-audit --no-fund && cp package-lock.json node_modules/.installed)
fi
data="$root/build/bench/journey-peers-$$"
mkdir -p "$data"
trap 'rm -rf "$data"' EXIT
bench=build/release/bench/bench_journey_peers
common=(--data "$data" --events "$events" --names "$names" --runs "$runs")
"$bench" engine "${common[@]}" --only "$only" "${engine[@]}"
if [ -n "$peers" ]; then
  "$bench" world "${common[@]}"
fi
for peer in $peers; do
  # In parts of the memory, and without the threads of others.
  node "bench/peers/$peer.mjs" --data "$data" --runs "$runs" --only "$only"
done
"$bench" report --root "$root" --data "$data" --results "$results"
