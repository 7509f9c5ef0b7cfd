// What an operator does: backup under load, restore, doctor, health, metrics; and what logs hold.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { freshDirectory } from "../lib/directory.mjs";
import { binary, freshDatabase, Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

const scratch = () => freshDirectory("ops");

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
  const saved = await run("backup", join(root, "backup"), "--plain", ...where(server.directory, server.database), "--json");
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

test("a backup is sealed unless asked otherwise, opens with its key alone, and an altered one is refused", async () => {
  const root = await scratch();
  const server = await Server.start();
  const writeKey = await server.writeKey("Sealed");
  await server.send("/v1/track", { userId: "sealed@example.com", event: "Kept" }, writeKey);
  const target = join(root, "backup");
  const saved = await run("backup", target, ...where(server.directory, server.database));
  assert.equal(saved.code, 0, saved.stderr);
  assert.match(saved.stdout, /Without that key nobody can read it/);
  const printed = await run("key", "backup", ...where(server.directory, server.database));
  assert.match(printed.stdout, /^[0-9a-f]{64}\n$/);
  assert.equal(await readFile(join(server.directory, "backup.key"), "utf8"), printed.stdout);
  const keyFile = join(root, "key");
  await writeFile(keyFile, printed.stdout);
  const files = (await readdir(target, { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
  for (const file of files) {
    const content = await readFile(join(file.parentPath ?? file.path, file.name));
    assert.equal(content.indexOf("sealed@example.com"), -1, file.name);
  }
  const database = await freshDatabase();
  const without = await run("restore", target, ...where(join(root, "restored"), database));
  assert.equal(without.code, 2);
  assert.match(without.stderr, /its key file is needed/);
  const other = join(root, "other-key");
  await writeFile(other, randomBytes(32).toString("hex") + "\n");
  const wrong = await run("restore", target, "--key-file", other, ...where(join(root, "wrong"), database));
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /another key/);
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

/** Once the clock has passed the next whole second: that second. */
async function nextSecond() {
  const second = Math.ceil(Date.now() / 1000) * 1000;
  await until("the next second", () => Date.now() > second);
  return second;
}

test("a backup is brought to a second since, with what was acknowledged until then and nobody who was erased (AM-18, AM-11)", async () => {
  const root = await scratch();
  const archive = join(root, "archive");
  const directory = join(root, "data");
  let server = await Server.start({ directory });
  const turned = await run("archive", archive, ...where(directory, server.database));
  if (server.database) {
    assert.equal(turned.code, 2);
    assert.match(turned.stderr, /archive_command/);
    const refused = await run("restore", root, "--until", "2026-03-01T00:00:00Z", ...where(join(root, "restored"), server.database));
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /recovery_target_time/);
    await server.close();
    await rm(root, { recursive: true, force: true });
    return;
  }
  assert.equal(turned.code, 0, turned.stderr);
  await server.stop();
  server = await Server.start({ directory });
  const apiKey = await server.apiKey();
  const writeKey = await server.writeKey("Instants");
  let rounds = 0;
  const acknowledged = [];
  const send = async () => {
    const batch = ["kept", "gone"].map((userId) => ({
      type: "track", userId, event: "Done", messageId: `${userId}-${rounds}`, properties: { note: "x".repeat(5000) } }));
    rounds++;
    const { status } = await server.send("/v1/batch", { batch }, writeKey);
    assert.equal(status, 200);
    acknowledged.push(`kept-${rounds - 1}`);
  };
  await send();
  const backup = join(root, "backup");
  const saved = await run("backup", backup, ...where(directory));
  assert.equal(saved.code, 0, saved.stderr);

  const instants = [];
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 10; i++) await send();
    instants.push({ at: await nextSecond(), ids: [...acknowledged].sort(), workspaces: round > 1 ? 2 : 1 });
    await send();
    if (round === 0) {
      const erased = await server.api("POST", "/profiles/user_id:gone/erase", { key: apiKey, body: {} });
      assert.equal(erased.status, 200, erased.text);
    }
    if (round === 1) await server.command("workspace", "create", "--name", "Later");
  }
  await nextSecond();
  await server.stop("SIGKILL");
  server = await Server.start({ directory });
  await send();
  assert.deepEqual(await (await fetch(server.url + "/readyz")).json(), { status: "ready" });
  assert.match(await (await fetch(server.url + "/metrics")).text(), /^throughline_archive_failing 0$/m);
  assert.deepEqual((await server.command("archive")).troubles, []);
  await nextSecond();
  await server.stop();

  for (const [i, { at, ids: expected, workspaces }] of instants.entries()) {
    const restored = join(root, `restored-${i}`);
    await mkdir(restored);
    for (const kept of ["erasures", "backup.key"]) await cp(join(directory, kept), join(restored, kept), { recursive: true });
    const done = await run("restore", backup, "--until", new Date(at).toISOString(), "--archive", archive, ...where(restored));
    assert.equal(done.code, 0, done.stderr + done.stdout);
    const then = await Server.start({ directory: restored });
    assert.deepEqual((await ids(then, apiKey, "kept")).sort(), expected);
    assert.equal((await then.api("GET", "/profiles/user_id:gone", { key: apiKey })).status, 404);
    assert.match(await (await fetch(then.url + "/metrics")).text(), new RegExp(`^throughline_workspaces ${workspaces}$`, "m"));
    await then.stop();
  }
  const early = await run("restore", backup, "--until", "2026-01-01T00:00:00Z", "--archive", archive, "--key-file", join(directory, "backup.key"), ...where(join(root, "early")));
  assert.equal(early.code, 2);
  assert.match(early.stderr, /choose an earlier backup/);
  await rm(root, { recursive: true, force: true });
});

test("an archive that cannot be written is a warning, and collection goes on", async () => {
  const root = await scratch();
  const directory = join(root, "data");
  const archive = join(root, "archive");
  let server = await Server.start({ directory });
  const turned = await run("archive", archive, ...where(directory, server.database));
  await server.stop();
  if (turned.code === 0) {
    await writeFile(archive, "in the way");
    server = await Server.start({ directory });
    const key = await server.writeKey("Warned");
    assert.equal((await server.send("/v1/track", { userId: "w", event: "Kept" }, key)).status, 200);
    const ready = await fetch(server.url + "/readyz");
    assert.equal(ready.status, 200);
    assert.deepEqual(await ready.json(), { status: "ready", warnings: ["archive"] });
    assert.match(await (await fetch(server.url + "/metrics")).text(), /^throughline_archive_failing 2$/m);
    await rm(archive);
    await until("the archive to work again", async () => (await server.command("archive")).troubles.length === 0, { ms: 70_000 });
    await server.stop();
  }
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
