// The machine's clock jumps: the line keeps its order, nothing is lost, counted twice or stuck.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { freshDirectory } from "../lib/directory.mjs";
import { assertSound, Ledger, restarted } from "../lib/ledger.mjs";
import { Server } from "../lib/server.mjs";

const run = promisify(execFile);
const day = 86_400;

// Stands before the C library: the wall clock as it is, moved by the seconds that a file says.
const shim = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, now);
  const char *path = getenv("MOVED_CLOCK");
  if (result == 0 && clock == CLOCK_REALTIME && path) {
    FILE *file = fopen(path, "r");
    long moved = 0;
    if (file) {
      if (fscanf(file, "%ld", &moved) != 1) moved = 0;
      fclose(file);
    }
    now->tv_sec += moved;
  }
  return result;
}
`;

test("the clock goes forward a year and back two, and everything counts once (OP-01)", async () => {
  const work = await freshDirectory("clock");
  const library = join(work, "clock.so");
  const moved = join(work, "moved");
  await writeFile(join(work, "clock.c"), shim);
  await run("cc", ["-shared", "-fPIC", "-O1", "-o", library, join(work, "clock.c"), "-ldl"]);
  await writeFile(moved, "0");
  const env = { LD_PRELOAD: library, MOVED_CLOCK: moved };
  let server = await Server.start({ env });
  const key = await server.writeKey("Clock");
  const apiKey = await server.apiKey();
  const ledger = new Ledger("clock");
  const received = [];
  for (const seconds of [0, 365 * day, -365 * day, -1, 0]) {
    await writeFile(moved, String(seconds));
    await ledger.fill(server, key, 50);
    const answer = await server.send("/v1/track", { userId: "now", event: "Told", messageId: `now-${seconds}-${received.length}` }, key);
    assert.equal(answer.status, 200);
    const { items } = await server.get("/profiles/user_id:now/events?limit=100", { key: apiKey });
    assert.equal(items.length, received.push(seconds), "each is on the line at once");
    assert.equal((await server.api("GET", "/status", { key: apiKey })).status, 200, "keys work at any time");
    server = await restarted(server, "SIGKILL", { env });
  }
  await ledger.settle(server, key);
  await ledger.compare(server, apiKey);
  const { items } = await server.get("/profiles/user_id:now/events?limit=100", { key: apiKey });
  const times = items.map((event) => Date.parse(event.occurred_at));
  assert.deepEqual(times, [...times].sort((a, b) => b - a), "the line is in the order of its times");
  assert.ok(times[0] - times.at(-1) > 700 * day * 1000, "the clock did move");
  await assertSound(server);
  await server.close();
  await rm(server.directory, { recursive: true, force: true });
  await rm(work, { recursive: true, force: true });
});
