// Files in and out: through the API, beside a running server and without one.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Command, commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

let server, directory;

before(async () => {
  directory = await freshDirectory("files");
  server = await Server.start();
  server.key = await server.apiKey();
});
after(async () => {
  await server?.close();
  await rm(directory, { recursive: true, force: true });
});

async function upload(name, text, key = server.key) {
  const response = await fetch(`${server.url}/api/v1/imports?name=${name}`, {
    method: "POST",
    body: text,
    headers: { Authorization: `Bearer ${key}` },
  });
  return { status: response.status, json: await response.json() };
}
const over = (id) =>
  until(`import ${id} to end`, async () => {
    const now = await server.get(`/imports/${id}`);
    return ["done", "failed", "cancelled"].includes(now.state) && now;
  });
const download = async (path, key = server.key) => {
  const response = await fetch(server.url + "/api/v1" + path, { headers: { Authorization: `Bearer ${key}` } });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
};

test("an uploaded file proposes its mapping, shows what becomes of it, and comes in", async () => {
  const text = "Email,Full name,Signed up,Score\nzoe@b.example,Zoë,2020-01-02,7\nyan@b.example,Yan,2020-01-03,8\nno,Nobody,2020-01-03,x\n";
  const { status, json } = await upload("contacts.csv", text);
  assert.equal(status, 201);
  assert.deepEqual(json.columns.map((column) => column.role), ["trait:text", "trait:text", "trait:time", "trait:text"]);
  const mapping = { ...json.mapping, columns: { ...json.mapping.columns, Email: "email", Score: "trait:number" } };
  const path = `/imports/${json.import.id}`;
  const refusal = await server.api("POST", path + "/preview", { body: { mapping: json.mapping } });
  assert.equal(refusal.status, 400);
  assert.match(refusal.json.detail, /who it is about/);
  const preview = (await server.api("POST", path + "/preview", { body: { mapping } })).json;
  assert.equal(preview.messages.length, 2);
  assert.equal(preview.messages[0].traits.Score, 7);
  assert.deepEqual(preview.refused.map((row) => [row.line, row.reason]), [[4, "cannot_be_mapped"]]);

  assert.equal((await server.api("POST", path + "/start", { body: { mapping, source: "Contacts" } })).status, 200);
  const done = await over(json.import.id);
  assert.deepEqual([done.state, done.rows, done.accepted, done.refused], ["done", 3, 2, 1]);
  assert.equal((await server.get("/profiles/email:zoe@b.example")).traits["Full name"], "Zoë");
  const { items } = await server.get(path + "/refused");
  assert.deepEqual([items[0].line, items[0].content], [4, "no,Nobody,2020-01-03,x"]);
  assert.match((await download(path + "/refused.csv")).text, /^line,reason,detail,content\r\n4,cannot_be_mapped/);
  assert.equal((await server.get("/sources")).items.find((source) => source.name === "Contacts").accepted, 2);
});

test("what is no file to import is refused with what it should be", async () => {
  assert.equal((await upload("empty.csv", "")).status, 400);
  assert.equal((await upload("broken.json", "{not json}\n")).status, 400);
  const viewer = (await server.command("key", "create", "--kind", "api", "--role", "viewer")).secret;
  assert.equal((await upload("a.csv", "email\na@b.example\n", viewer)).status, 403);
  assert.equal((await download("/export.ndjson", viewer)).status, 403);
  assert.equal((await download("/profiles.csv", viewer)).status, 200);
});

test("a large upload comes from a file, and can be stopped", async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `big-${i},2021-01-01,${"x".repeat(20)}`);
  const { json } = await upload("big.csv", "user_id,timestamp,note\n" + rows.join("\n"));
  const path = `/imports/${json.import.id}`;
  await server.api("POST", path + "/start", { body: { mapping: json.mapping, source: "Big" } });
  await until("some rows", async () => (await server.get(path)).rows > 0);
  assert.equal((await server.api("DELETE", path)).status, 204);
  const stopped = await over(json.import.id);
  assert.equal(stopped.state, "cancelled");
  assert.ok(stopped.rows < 60_000, "it had not been done yet");
  assert.equal((await server.get("/sources")).items.find((source) => source.name === "Big").accepted, stopped.accepted, "counted as far as it came");
});

test("the list of people as CSV has its filter, and no formulas (injection)", async () => {
  const key = await server.writeKey("Formulas");
  const send = (userId, traits) => server.send("/v1/identify", { userId, traits }, key);
  await send("formula-1", { name: '=HYPERLINK("http://evil.example")', group: "csv" });
  await send("formula-2", { name: "-12", group: "csv" });
  await send("formula-3", { name: "Other", group: "other" });
  const filter = encodeURIComponent(JSON.stringify({ trait: "group", is: "equals", value: "csv" }));
  const { text, type } = await until("the list to have followed", async () => {
    const file = await download(`/profiles.csv?filter=${filter}&sort=name`);
    return file.text.split("\r\n").length === 4 && file;
  });
  assert.match(type, /^text\/csv/);
  assert.ok(text.includes(`"'=HYPERLINK(""http://evil.example"")"`), text);
  assert.ok(text.includes(",-12,"), "a number stays one");
  assert.equal((await download("/profiles.csv?sort=nothing")).status, 400);
});

/** Two long lists of lines: only what differs is shown. */
function assertSame(lines, expected) {
  const [have, want] = [new Set(lines), new Set(expected)];
  const only = (some, others) => [...some].filter((line) => !others.has(line)).slice(0, 3);
  assert.deepEqual({ more: only(have, want), less: only(want, have) }, { more: [], less: [] });
  assert.equal(lines.length, expected.length);
}

test("everything goes out, and comes into another installation as it was", async () => {
  // What has to survive: odd text, an alias, accounts, a browser's visitor, an agent's merge.
  const key = await server.writeKey("Odd", "browser");
  for (const message of [
    { type: "identify", userId: "odd", anonymousId: "odd-device", traits: { text: "\u0000 ‏\ud800", big: 2 ** 60 } },
    { type: "track", anonymousId: "odd-device", event: "\u202eSeen", properties: { deep: [{ a: null }] }, integrations: { All: false } },
    { type: "group", userId: "odd", groupId: "acme", traits: { name: "Acme" } },
    { type: "alias", userId: "odd", previousId: "odd-before" },
  ]) assert.equal((await server.send("/v1/batch", { batch: [message] }, key)).status, 200);
  const merge = await server.api("POST", "/profiles/merge", { body: { profiles: ["user_id:formula-1", "user_id:formula-2"], reason: "one" } });
  assert.equal(merge.status, 200, merge.text);
  const file = join(directory, "all.ndjson");
  assert.equal((await commandBeside(server, "export", "--output", file)).code, 0);
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  assert.ok(JSON.parse(lines[0]).throughline_export, lines[0]);
  const { end } = JSON.parse(lines.at(-1));
  assert.equal(end.events, lines.filter((line) => line.startsWith('{"event"')).length);
  const overHttp = (await download("/export.ndjson")).text.trim().split("\n");
  assertSame(overHttp.slice(1), lines.slice(1));

  const other = await Server.start();
  try {
    other.key = await other.apiKey();
    const came = await commandBeside(other, "import", file, "--json");
    assert.equal(came.code, 0, came.error + came.out);
    const again = join(directory, "again.ndjson");
    assert.equal((await commandBeside(other, "export", "--output", again)).code, 0);
    const numbers = new Map();
    const canonical = (text) => {
      for (const line of text) {
        const { source } = JSON.parse(line);
        if (source) numbers.set(source.number, source.name);
      }
      const named = text.map((line) => {
        const object = JSON.parse(line);
        if (object.source) delete object.source.number;
        if (object.event) object.event.source = numbers.get(object.event.source) ?? object.event.source;
        return object.throughline_export ? "" : JSON.stringify(object);
      });
      return named.sort();
    };
    const theirs = canonical((await readFile(again, "utf8")).trim().split("\n"));
    numbers.clear();
    assertSame(theirs, canonical(lines));
    const people = async (one) => (await one.get("/status")).people;
    await until("the list to have followed", async () => (await people(other)) === (await people(server)));
  } finally {
    await other.close();
  }
});

test("a key without the right to the workspace brings in files, and no whole export", async () => {
  const { json: scoped } = await server.api("POST", "/keys", { body: { name: "Loader", role: "admin", scopes: ["manage_sources"] } });
  const everything = (await download("/export.ndjson")).text;
  const started = async (key) => {
    const { json } = await upload("everything.ndjson", everything);
    const response = await fetch(`${server.url}/api/v1/imports/${json.import.id}/start`, {
      method: "POST",
      body: JSON.stringify({ mapping: json.mapping, source: "" }),
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    });
    return response.status;
  };
  assert.equal(await started(scoped.secret), 403);
  assert.equal(await started(server.key), 200);
});

// Not for PostgreSQL: the directory alone matters here.
const onSqlite = !process.env.THROUGHLINE_TEST_POSTGRES ? test : () => undefined;

onSqlite("without a server the commands hold the directory themselves", async () => {
  const data = join(directory, "alone");
  const file = join(directory, "people.csv");
  await writeFile(file, "email,plan\na@b.example,pro\nb@b.example,free\n,free\n");
  const proposed = await Command.start("import", file, "--propose", "--data", data).ended;
  assert.equal(JSON.parse(proposed.out).columns.email, "email");
  const report = join(directory, "report.csv");
  const came = await Command.start("import", file, "--report", report, "--data", data).ended;
  assert.equal(came.code, 1, "some rows were refused: " + came.error);
  assert.match(came.out, /3 rows: 2 events accepted, 0 known already, 0 collided, 1 refused/);
  assert.match(came.error, /100 %/);
  assert.match(await readFile(report, "utf8"), /\r\n4,cannot_be_mapped,/);
  const people = await Command.start("export", "people", "--data", data).ended;
  assert.equal(people.out.split("\r\n").length, 4, people.out + people.error);
  const missing = await Command.start("import", join(directory, "nowhere.csv"), "--data", data).ended;
  assert.equal(missing.code, 2);
  assert.match(missing.error, /cannot read/);
});
