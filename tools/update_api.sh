#!/bin/bash
# Writes web/app/openapi.json and the client's types anew, after the release binary's API has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/build/deps/node/bin:$PATH"
document=$("${THROUGHLINE_BINARY:-build/release/throughline}" openapi)
python3 -m json.tool --indent 1 --no-ensure-ascii <<<"$document" >web/app/openapi.json
cd web/app
npm run --silent api
