// Undo and control of identity, consent, export and erasure, as an operator meets them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { freshDirectory } from "../lib/directory.mjs";
import { binary, freshDatabase, Server } from "../lib/server.mjs";

const run = promisify(execFile);

let server, writeKey, browserKey;
before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  writeKey = await server.writeKey("server");
  browserKey = await server.writeKey("browser", "browser");
});
after(() => server.close());

let number = 0;
const send = async (path, message, key = writeKey) => {
  const answer = await server.send(path, { messageId: `privacy-${++number}`, ...message }, key);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const eventsOf = async (who, kind = "") => (await server.get(`/profiles/${who}/events?limit=200${kind && `&kind=${kind}`}`)).items;
const idOf = async (who) => (await server.get(`/profiles/${who}`)).id;

test("an unmerge is shown before, done, undone by a merge, and on both lines (ID-11)", async () => {
  await send("/v1/identify", { userId: "mia", anonymousId: "phone-of-mia", traits: { plan: "pro" } });
  await send("/v1/track", { userId: "mia", anonymousId: "shared-tablet", event: "Seen" });
  await send("/v1/track", { anonymousId: "shared-tablet", event: "Played" });
  const body = { identifiers: [{ type: "anonymous_id", value: "shared-tablet" }], reason: "the children's" };
  const preview = await server.api("POST", "/profiles/user_id:mia/unmerge/preview", { body });
  assert.equal(preview.status, 200, preview.text);
  assert.deepEqual(preview.json.people.map((each) => each.identifiers.map((one) => one.value)), [["phone-of-mia", "mia"], ["shared-tablet"]]);
  assert.deepEqual(preview.json.people.map((each) => each.events), [2, 1]);
  const done = await server.api("POST", "/profiles/user_id:mia/unmerge", { body });
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json.id, await idOf("anonymous_id:shared-tablet"));
  assert.notEqual(done.json.id, await idOf("user_id:mia"));
  assert.equal((await eventsOf("anonymous_id:shared-tablet", "unmerge")).length, 1);
  await send("/v1/track", { userId: "mia", anonymousId: "shared-tablet", event: "Seen again" });
  assert.notEqual(await idOf("anonymous_id:shared-tablet"), await idOf("user_id:mia"));
  const decisions = (await server.get("/identity/decisions")).items;
  assert.equal(decisions[0].kind, "unmerge");
  assert.equal(decisions[0].reason, "the children's");
  const merged = await server.api("POST", "/profiles/merge", { body: { profiles: ["user_id:mia", "anonymous_id:shared-tablet"], reason: "hers after all" } });
  assert.equal(merged.status, 200, merged.text);
  assert.equal(await idOf("anonymous_id:shared-tablet"), await idOf("user_id:mia"));
  // From then on it is as usual again.
  await send("/v1/track", { userId: "mia", anonymousId: "shared-tablet", context: { traits: { email: "mia@one.example" } }, event: "Seen" });
  assert.equal(await idOf("email:mia@one.example"), await idOf("user_id:mia"));
});

test("a value that joins too many waits for review; rules are previewed first (ID-09, ID-13)", async () => {
  const rules = await server.get("/identity_rules");
  const strict = { ...rules, preset: "custom", breaker: { count: 3, window: "ever" } };
  assert.equal((await server.api("PUT", "/identity_rules", { body: strict })).status, 200);
  for (let i = 0; i < 6; ++i) await send("/v1/track", { anonymousId: `kiosk-${i}`, context: { traits: { email: "info@kiosk.example" } }, event: "Seen" });
  const held = (await server.get("/identity/held")).items;
  assert.deepEqual(held.map((each) => [each.type, each.value, each.joined]), [["email", "info@kiosk.example", 3]]);
  const verdict = { type: "email", value: "info@kiosk.example", verdict: "freeze", reason: "a kiosk" };
  assert.equal((await server.api("POST", "/identity/verdicts", { body: verdict })).status, 204);
  assert.deepEqual((await server.get("/identity/held")).items, []);
  const people = new Set();
  for (let i = 0; i < 6; ++i) people.add(await idOf(`anonymous_id:kiosk-${i}`));
  assert.equal(people.size, 6);

  await send("/v1/track", { userId: "kim", anonymousId: "device-1", event: "Seen" });
  await send("/v1/track", { userId: "kim", anonymousId: "device-2", event: "Seen" });
  const limits = [...strict.limits.filter((each) => each.type !== "anonymous_id"), { type: "anonymous_id", count: 1, window: "ever" }];
  const preview = await server.api("POST", "/identity_rules/preview", { body: { ...strict, limits } });
  assert.equal(preview.status, 200, preview.text);
  assert.ok(preview.json.split >= 1);
  assert.ok(preview.json.people_after > preview.json.people_before);
  assert.ok(preview.json.splits.some((sample) => JSON.stringify(sample.before).includes("device-2")));
  assert.equal(await idOf("anonymous_id:device-1"), await idOf("anonymous_id:device-2"), "a preview changes nothing");
  assert.equal((await server.api("PUT", "/identity_rules", { body: rules })).status, 200);
});

test("consent per channel and purpose, with proof and history; suppression comes first (PR-22)", async () => {
  await send("/v1/identify", { userId: "lea", traits: { name: "Lea" } });
  const state = (body) => server.api("POST", "/profiles/user_id:lea/consents", { body });
  assert.equal((await state({ channel: "email", purpose: "marketing", status: "granted", proof: { form: "newsletter", text: "Yes please" } })).status, 200);
  assert.equal((await state({ channel: "email", purpose: "marketing", status: "withdrawn" })).status, 200);
  assert.equal((await state({ channel: "sms", purpose: "service", status: "granted" })).status, 200);
  assert.equal((await state({ channel: "*", purpose: "marketing", status: "granted" })).status, 400);
  const verdict = async (channel, purpose) => (await server.get(`/profiles/user_id:lea/consents/verdict?channel=${channel}&purpose=${purpose}`)).verdict;
  assert.equal(await verdict("email", "marketing"), "refused");
  assert.equal(await verdict("sms", "service"), "allowed");
  assert.equal(await verdict("push", "service"), "unknown");
  assert.equal((await state({ channel: "*", purpose: "*", status: "suppressed" })).status, 200);
  assert.equal(await verdict("sms", "service"), "refused");
  assert.equal((await state({ channel: "*", purpose: "*", status: "lifted" })).status, 200);
  assert.equal(await verdict("sms", "service"), "allowed");
  const history = (await server.get("/profiles/user_id:lea/consents/history")).items;
  assert.equal(history.length, 5);
  assert.deepEqual(history.at(-1).proof, { form: "newsletter", text: "Yes please" });
  // Of two people who are one now, the stricter word holds until she says something new.
  await send("/v1/track", { anonymousId: "tablet-of-lea", event: "Seen" });
  await server.api("POST", "/profiles/anonymous_id:tablet-of-lea/consents", { body: { channel: "sms", purpose: "service", status: "denied" } });
  await send("/v1/track", { anonymousId: "tablet-of-lea", userId: "lea", event: "Seen" });
  assert.equal(await verdict("sms", "service"), "refused");
  await state({ channel: "sms", purpose: "service", status: "granted" });
  assert.equal(await verdict("sms", "service"), "allowed");
});

/** The files of a directory that hold one of these texts. */
async function filesWith(words, directory = server.directory) {
  const found = [];
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = (await readFile(join(entry.parentPath, entry.name))).toString("latin1").toLowerCase();
    for (const word of words) if (text.includes(word.toLowerCase())) found.push(`${entry.name}: ${word}`);
  }
  return found;
}

test("a backup from before an erasure is erased again before anybody is served (AM-11, PR-01)", async () => {
  const root = await freshDirectory("privacy");
  const first = await Server.start();
  const where = (directory, database) => ["--data", directory, ...(database ? ["--database", database] : [])];
  try {
    first.key = await first.apiKey();
    const key = await first.writeKey();
    const words = ["fay.fuchs@private.example", "device-of-fay-0002"];
    const messages = [
      { type: "identify", userId: "fay", anonymousId: words[1], traits: { email: words[0] }, messageId: "fay-1" },
      { type: "track", userId: "gus", event: "Invited", properties: { guest: words[0] }, messageId: "gus-1" },
      { type: "track", userId: "gus", event: "Seen", messageId: "gus-2" },
    ];
    assert.equal((await first.send("/v1/batch", { batch: messages }, key)).status, 200);
    await run(binary, ["backup", join(root, "before"), ...where(first.directory, first.database)]);
    const erased = await first.api("POST", "/profiles/user_id:fay/erase", { body: {} });
    assert.equal(erased.status, 200, erased.text);
    await first.stop();

    const restored = join(root, "restored");
    const database = await freshDatabase();
    await mkdir(restored);
    for (const kept of ["erasures", "backup.key"]) {
      await cp(join(first.directory, kept), join(restored, kept), { recursive: true });
    }
    await run(binary, ["restore", join(root, "before"), ...where(restored, database)]);
    const second = await Server.start({ directory: restored, database });
    second.key = first.key;
    assert.equal((await second.api("GET", "/profiles/user_id:fay")).status, 404);
    assert.equal((await second.api("GET", `/profiles/email:${words[0]}`)).status, 404);
    assert.equal((await second.get("/profiles/user_id:gus")).events, 2);
    assert.equal((await second.get("/erasures")).items.length, 1);
    const late = await second.send("/v1/batch", { batch: [{ ...messages[0], messageId: "fay-late" }, { ...messages[2], messageId: "gus-late" }] }, key);
    assert.ok(late.text.includes("erased_person"), late.text);
    assert.equal((await second.api("GET", "/profiles/user_id:fay")).status, 404);
    assert.equal((await second.get("/profiles/user_id:gus")).events, 3);
    await second.stop();
    if (!database) assert.deepEqual(await filesWith(words, restored), []);
  } finally {
    await first.close();
    await rm(root, { recursive: true, force: true });
  }
});

test("one person's data comes out whole, and then no byte of it is left (AM-10, AM-11, PR-01)", async () => {
  const words = ["eve.adler@private.example", "+4930901820", "device-of-eve-0001", "Adler-Winter"];
  await send("/v1/identify", { userId: "eve", anonymousId: words[2], traits: { email: "Eve.Adler@private.example", phone: "+49 30 901820", last_name: words[3] } });
  for (let i = 0; i < 20; ++i) await send("/v1/track", { userId: "eve", event: "Seen", properties: { note: `for ${words[0]}`, i } });
  await send("/v1/track", { userId: "uli", event: "Invited", properties: { guest: words[0], seats: 2 } });
  await server.api("POST", "/profiles/user_id:eve/consents", { body: { channel: "email", purpose: "marketing", status: "granted", proof: { by: words[3] } } });
  await server.send("/v1/track", { userId: "eve", event: "Broken", timestamp: {}, traits: 3, type: 5, properties: words[0] }, writeKey);

  const out = join(server.directory, "..", `export-${process.pid}.json`);
  const written = await server.command("person", "export", "user_id:eve", "--out", out);
  assert.equal(written.file, out);
  const exported = JSON.parse(await readFile(out, "utf8"));
  await rm(out);
  assert.equal(exported.complete, true);
  assert.ok(exported.events.length >= 22);
  assert.ok(exported.identifiers.some((each) => each.value === words[0]));
  assert.equal(exported.traits.find((each) => each.key === "last_name").value, words[3]);
  assert.equal(exported.consents.length, 1);
  const overHttp = await server.api("GET", "/profiles/user_id:eve/export");
  assert.deepEqual(JSON.parse(overHttp.text), exported);

  // An answer that names her, kept for a day so that the request is not carried out twice.
  const asked = { body: { identifiers: [{ type: "anonymous_id", value: words[2] }], reason: "" }, headers: { "Idempotency-Key": "of-eve" } };
  assert.ok((await server.api("POST", "/profiles/user_id:eve/unmerge/preview", asked)).text.includes(words[0]));
  if (!server.database) for (const word of words) assert.notDeepEqual(await filesWith([word]), [], "the test would prove nothing");
  const profile = await idOf("user_id:eve");
  const erased = await server.api("POST", "/profiles/user_id:eve/erase", { body: { reason: "letter of 3 May" } });
  assert.equal(erased.status, 200, erased.text);
  assert.equal(erased.json.finished, true);
  assert.equal(erased.json.profile, profile);
  assert.ok(erased.json.stores.events >= 22);
  assert.ok(erased.json.backups_expire_at > erased.json.erased_at);
  if (!server.database) assert.deepEqual(await filesWith(words), []);
  assert.equal(erased.json.stores.kept_answers, 1);
  const again = await server.api("POST", "/profiles/user_id:eve/unmerge/preview", asked);
  assert.equal(again.status, 409, "the request counts as done, and is not answered again");
  assert.equal((await server.api("GET", `/profiles/${profile}`)).status, 404);
  assert.deepEqual((await server.get("/profiles?q=adler")).items, []);
  assert.equal((await eventsOf("user_id:uli")).at(-1).properties.seats, 2);

  const late = await send("/v1/batch", { batch: [{ type: "track", userId: "eve", event: "Late", messageId: "late-1", properties: { a: words[3] } }] });
  assert.ok(JSON.stringify(late).includes("erased_person"), JSON.stringify(late));
  assert.equal((await server.api("GET", "/profiles/user_id:eve")).status, 404);
  const status = await server.stop();
  assert.equal(status.code, 0);
  if (!server.database) assert.deepEqual(await filesWith(words), []);
});
