// The document from which the client's types are made is the one that the binary prints.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";

import { binary } from "../lib/server.mjs";

test("web/app/openapi.json says what the binary says (tools/update_api.sh writes it anew)", async () => {
  const { stdout } = await promisify(execFile)(binary, ["openapi"], { maxBuffer: 16 << 20 });
  const kept = await readFile(new URL("../../web/app/openapi.json", import.meta.url), "utf8");
  assert.deepEqual(JSON.parse(kept), JSON.parse(stdout));
});
