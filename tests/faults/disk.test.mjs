// A disk that is full: refused with 503, nothing acknowledged lost, and well again without a restart.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { test } from "node:test";
import { promisify } from "node:util";
import { assertSound, Ledger, restarted } from "../lib/ledger.mjs";
import { Server } from "../lib/server.mjs";

const run = promisify(execFile);
// Not for PostgreSQL: the disk of PostgreSQL is its own.
const onSqlite = !process.env.THROUGHLINE_TEST_POSTGRES ? test : () => undefined;

onSqlite("a full disk refuses with 503, keeps what was acknowledged, and recovers by itself (OP-01)", async () => {
  // No file may grow beyond the limit; a write that would says so rather than kill the process.
  const wrap = ["bash", "-c", "trap '' XFSZ; exec \"$@\"", "bash"];
  const server = await Server.start({ wrap });
  const key = await server.writeKey("Disk");
  const apiKey = await server.apiKey();
  const ledger = new Ledger("disk");
  await ledger.fill(server, key, 100);
  const limit = (bytes) => run("prlimit", ["--pid", String(server.process.pid), `--fsize=${bytes}:unlimited`]);
  await limit(1024 * 1024);
  while (ledger.refused < 5) await ledger.batch(server, key, 100);
  await limit(1);
  const data = Buffer.from(JSON.stringify({ event: "Seen", userId: "pixel", writeKey: key })).toString("base64url");
  const pixel = await fetch(`${server.url}/v1/pixel/track?data=${data}`);
  assert.equal(pixel.status, 503, "what is not stored is not acknowledged (DC-07)");
  assert.equal(pixel.headers.get("content-type"), "image/gif");
  assert.equal(Buffer.from(await pixel.arrayBuffer()).subarray(0, 3).toString(), "GIF");
  await limit(1024 * 1024);
  assert.equal((await fetch(server.url + "/healthz")).status, 200, "the process lives");
  await ledger.compare(server, apiKey);

  await limit("unlimited");
  await ledger.settle(server, key);
  await ledger.fill(server, key, 200);
  await ledger.compare(server, apiKey);
  await assertSound(server);

  const again = await restarted(server, "SIGKILL");
  await ledger.compare(again, apiKey);
  await assertSound(again);
  await again.close();
  await rm(server.directory, { recursive: true, force: true });
});
