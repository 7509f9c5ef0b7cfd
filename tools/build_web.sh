#!/bin/bash
# Builds web/app into web/app/dist, unless nothing has changed since the last build.
set -euo pipefail
cd "$(dirname "$0")/../web/app"
export PATH="$PWD/../../build/deps/node/bin:$PATH"
stamp=node_modules/.throughline-lock
if ! cmp -s package-lock.json $stamp; then
  npm ci --silent --no-audit --no-fund
  cp package-lock.json $stamp
fi
# What was built from what: of the sources, and of the page that names every built file.
built() {
  find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -print0 | sort -z |
    xargs -0 sha256sum | sha256sum
  sha256sum dist/index.html 2>/dev/null || true
}
if [ ! -e dist/index.html ] || [ "$(cat node_modules/.throughline-built 2>/dev/null)" != "$(built)" ]; then
  npm run --silent build
  built >node_modules/.throughline-built
fi
