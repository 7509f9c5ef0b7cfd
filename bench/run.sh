#!/bin/bash
# bench/run.sh NAME [ARGUMENTS]   builds the release binary and the bench, and runs it
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
name=$1
shift
cd "$root"
tools/install.sh
[ -e build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target throughline "bench_$name" >build/bench-build.log ||
  { cat build/bench-build.log; exit 1; }
exec "build/release/bench/bench_$name" --root "$root" "$@"
