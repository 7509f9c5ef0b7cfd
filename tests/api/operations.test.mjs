// What an operator does: backup under load, restore, doctor, health, metrics; and what logs hold.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { binary, freshDatabase, Server } from "../lib/server.mjs";

const scratch = () => mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "throughline-ops-"));

/** Runs the binary; its exit code and what it printed. */
function run(...args) {
  return new Promise((resolve) =>
    execFile(binary, args, { maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    ),
  );
}

const where = (directory, database) => ["--data", directory, ...(database ? ["--database", database] : [])];

async function ids(server, key, user) {
  const found = [];
  let next = "";
  do {
    const page = await server.get(`/profiles/user_id:${user}/events?limit=500${next && "&before=" + next}`, { key });
    found.push(...page.items.map((event) => event.message_id));
    next = page.next ?? "";
  } while (next);
  return found;
}

test("a backup taken under load restores to what was acknowledged before it, each event once (OP-01, AM-18)", async () => {
  const root = await scratch();
  const server = await Server.start();
  const writeKey = await server.writeKey("Load");
  const apiKey = await server.apiKey();
  const acknowledged = [];
  let sending = true;
  const lane = async (name) => {
    for (let i = 0; sending; i++) {
      const batch = Array.from({ length: 20 }, (_, n) => ({
        type: "track", userId: `saved-${n % 4}`, event: "Saved", messageId: `${name}-${i}-${n}`,
        timestamp: "2026-05-01T00:00:00Z",
      }));
      const { status } = await server.send("/v1/batch", { batch }, writeKey);
      assert.equal(status, 200);
      acknowledged.push(...batch.map((item) => item.messageId));
    }
  };
  const lanes = ["a", "b"].map(lane);
  while (acknowledged.length < 400) await new Promise((resolve) => setImmediate(resolve));
  const before = [...acknowledged];
  const saved = await run("backup", join(root, "backup"), ...where(server.directory, server.database), "--json");
  sending = false;
  await Promise.all(lanes);
  assert.equal(saved.code, 0, saved.stderr);
  assert.equal(JSON.parse(saved.stdout).workspaces, 1);

  const again = await run("backup", join(root, "backup"), ...where(server.directory, server.database));
  assert.equal(again.code, 2, "never over another backup");
  const over = await run("restore", join(root, "backup"), ...where(server.directory, server.database));
  assert.equal(over.code, 2);
  assert.match(over.stderr, /not empty/);
  await server.close();

  const database = await freshDatabase();
  const restored = await run("restore", join(root, "backup"), ...where(join(root, "restored"), database));
  assert.equal(restored.code, 0, restored.stderr + restored.stdout);
  const second = await Server.start({ directory: join(root, "restored"), database });
  const found = (await Promise.all([0, 1, 2, 3].map((user) => ids(second, apiKey, `saved-${user}`)))).flat();
  assert.equal(new Set(found).size, found.length, "nothing twice");
  const kept = new Set(found);
  for (const id of before) assert.ok(kept.has(id), `${id} was acknowledged before the backup`);

  // What was sent before counts once here too.
  const { status } = await second.send("/v1/batch", {
    batch: [{ type: "track", userId: "saved-0", event: "Saved", messageId: before[0], timestamp: "2026-05-01T00:00:00Z" }],
  }, writeKey);
  assert.equal(status, 200);
  const total = (await Promise.all([0, 1, 2, 3].map((user) => ids(second, apiKey, `saved-${user}`)))).flat();
  assert.equal(total.length, found.length);
  await second.close();
  await rm(root, { recursive: true, force: true });
});

test("a sealed backup opens with its key alone, and an altered one is refused", async () => {
  const root = await scratch();
  const server = await Server.start();
  const writeKey = await server.writeKey("Sealed");
  await server.send("/v1/track", { userId: "sealed@example.com", event: "Kept" }, writeKey);
  const keyFile = join(root, "key");
  await writeFile(keyFile, randomBytes(32).toString("hex") + "\n");
  const target = join(root, "backup");
  const saved = await run("backup", target, "--key-file", keyFile, ...where(server.directory, server.database));
  assert.equal(saved.code, 0, saved.stderr);
  const files = (await readdir(target, { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
  for (const file of files) {
    const content = await readFile(join(file.parentPath ?? file.path, file.name));
    assert.equal(content.indexOf("sealed@example.com"), -1, file.name);
  }
  const database = await freshDatabase();
  const without = await run("restore", target, ...where(join(root, "restored"), database));
  assert.equal(without.code, 2);
  const record = files.find((file) => file.name.startsWith("record"));
  const path = join(record.parentPath ?? record.path, record.name);
  const content = await readFile(path);
  const altered = Buffer.from(content);
  altered[altered.length >> 1] ^= 1;
  await writeFile(path, altered);
  const checked = await run("restore", target, "--check");
  assert.equal(checked.code, 2);
  assert.match(checked.stderr, /altered/);
  await writeFile(path, content);
  const restored = await run("restore", target, "--key-file", keyFile, ...where(join(root, "restored"), database));
  assert.equal(restored.code, 0, restored.stderr);
  await server.close();
  await rm(root, { recursive: true, force: true });
});

test("doctor finds everything sound beside a running server and without one", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Doctor");
  for (let i = 0; i < 5; i++) {
    await server.send("/v1/identify", { userId: `d${i}`, anonymousId: `a${i}`, traits: { plan: "gold" } }, key);
  }
  await server.send("/v1/batch", { batch: [{ type: "nonsense", messageId: "x" }] }, key);
  const beside = await run("doctor", "--json", ...where(server.directory, server.database));
  assert.equal(beside.code, 0, beside.stdout + beside.stderr);
  assert.ok(JSON.parse(beside.stdout).checks.length > 15);
  await server.stop();
  const alone = await run("doctor", "--repair", ...where(server.directory, server.database));
  assert.equal(alone.code, 0, alone.stdout + alone.stderr);
  assert.match(alone.stdout, /Everything holds/);
  await server.close();
});

test("health and metrics answer, and metrics can be kept for a key", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Metrics");
  await server.send("/v1/batch", { batch: [
    { type: "track", userId: "m", event: "Counted", messageId: "one" },
    { type: "track", userId: "m", event: "Counted", messageId: "two" },
  ] }, key);
  for (const path of ["/healthz", "/readyz"]) assert.equal((await fetch(server.url + path)).status, 200);
  const answer = await fetch(server.url + "/metrics");
  assert.match(answer.headers.get("content-type"), /^text\/plain; version=0\.0\.4/);
  const page = await answer.text();
  assert.match(page, /^throughline_items_total\{outcome="accepted"\} 2$/m);
  assert.match(page, /^throughline_http_answers_total\{status="200"\} [1-9]/m);
  assert.match(page, /^process_resident_memory_bytes [1-9]/m);
  await server.close();

  const closed = await Server.start({ env: { THROUGHLINE_METRICS: "key" } });
  assert.equal((await fetch(closed.url + "/metrics")).status, 401);
  const viewer = await closed.apiKey("viewer");
  const owner = await closed.apiKey();
  const as = (secret) => fetch(closed.url + "/metrics", { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal((await as(viewer)).status, 403);
  assert.equal((await as(owner)).status, 200);
  await closed.close();
});

test("no secret and no personal data is in the logs, whatever goes wrong (AM-16)", async () => {
  const server = await Server.start({ args: ["--log-level", "debug"] });
  const key = await server.writeKey("Logs");
  const owner = await server.apiKey();
  const setup = server.output.join("").match(/setup\?token=(\S+)/)[1];
  const password = "correct-horse-battery";
  const email = "owner.person@example.com";
  server.output.length = 0; // The set-up link is for the operator's eyes.
  const post = (path, body, headers = {}) =>
    fetch(server.url + path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body });
  await post("/api/v1/setup", JSON.stringify({ token: setup, name: "Owner Person", email, password, workspace_name: "Acme" }));
  await post("/api/v1/session", JSON.stringify({ email, password: "wrong-secret-guess" }));
  await post("/api/v1/session", JSON.stringify({ email, password }));
  await server.send("/v1/identify", { userId: "customer-77", traits: { email: "ana.customer@example.com", phone: "+4917012345678", name: "Ana Customer" } }, key);
  await server.send("/v1/track", { userId: "customer-77", event: "Paid", properties: { iban: "DE02120300000000202051" } }, key);
  await server.send("/v1/track", '{"userId":"customer-77","event":"Torn', key);
  await server.send("/v1/batch", { batch: [{ type: "track", userId: "customer-77", event: "x".repeat(40_000) }] }, key);
  await server.send("/v1/track", { userId: "customer-77", event: "Paid" }, "unknown-write-key-secret");
  await server.get("/profiles/user_id:customer-77/events", { key: owner });
  await server.api("GET", "/profiles/email:ana.customer@example.com", { key: owner });
  await server.api("GET", "/profiles?search=Ana%20Customer", { key: owner });
  await server.api("POST", "/profiles/email:ana.customer@example.com/merge", { key: owner, body: { with: "user_id:nobody" } });
  await server.api("GET", "/profiles", { key: "tlk_revoked_secret" });
  await fetch(server.url + "/v1/pixel/track?data=" + Buffer.from(JSON.stringify({ userId: "customer-77", event: "P", writeKey: key })).toString("base64"));
  await server.stop();
  const logs = server.output.join("");
  for (const line of logs.split("\n").filter((line) => line.startsWith("{"))) JSON.parse(line);
  for (const secret of [key, owner, setup, password, "wrong-secret-guess", "unknown-write-key-secret", "tlk_revoked_secret",
    email, "Owner Person", "customer-77", "ana.customer", "4917012345678", "Ana Customer", "DE0212030"]) {
    assert.ok(!logs.includes(secret), `${secret} is in the logs:\n${logs}`);
  }
  await server.close();
});
