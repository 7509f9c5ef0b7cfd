#!/bin/bash
# Installs the npm packages of tests/ with the pinned Node, unless they are there.
set -euo pipefail
cd "$(dirname "$0")/../tests"
export PATH="$PWD/../build/deps/node/bin:$PATH"
if ! cmp -s package-lock.json node_modules/.throughline-lock; then
  npm ci --silent --no-audit --no-fund
  cp package-lock.json node_modules/.throughline-lock
fi
