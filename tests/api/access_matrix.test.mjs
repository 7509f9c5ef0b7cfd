// Every endpoint × every role, and every endpoint with another workspace's ids. Generated from the
// OpenAPI document, so that a new endpoint is held against it from its first day: one that needs no
// key, or whose parameters this file cannot fill, fails until somebody has thought about it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../lib/server.mjs";

const roles = ["owner", "admin", "agent", "analyst", "viewer"];
const everything = ["view_people", "edit_people", "manage_sources", "manage_keys", "manage_team", "manage_workspace"];
const rightsOf = {
  owner: everything,
  admin: everything,
  agent: ["view_people", "edit_people"],
  analyst: ["view_people"],
  viewer: ["view_people"],
};

// What anybody may ask without a key. Tracking has write keys of its own, in forms of its own.
const forAnyone = [
  "GET /healthz",
  "GET /readyz",
  "GET /metrics",
  "GET /docs/api",
  "GET /api/v1/openapi.json",
  "GET /api/v1/setup",
  "POST /api/v1/setup",
  "POST /api/v1/session",
  "GET /api/v1/invitations/{token}",
  "POST /api/v1/invitations/{token}",
];
// What changes nothing although it is no GET, and what everybody may change of her own.
const questions = ["funnel", "retention", "map", "paths", "friction", "landmark", "lifecycle", "stickiness", "attribution", "survival", "counts", "sessions", "graph", "distribution", "scatter", "treemap", "next"];
const harmless = [
  "POST /api/v1/profiles/{profile}/unmerge/preview",
  "POST /api/v1/segments/preview",
  "POST /api/v1/segments/overlap",
  "POST /api/v1/segments/overlap/people",
  "POST /api/v1/segments/from_figure",
  "POST /api/v1/journeys/findings",
  "POST /api/v1/journeys/map/replay",
  "POST /api/v1/journey-maps/discover",
  "POST /api/v1/journey-maps/compare",
  "POST /api/v1/journey-maps/{map}/overlay",
  "POST /api/v1/journey-maps/{map}/people",
  "POST /api/v1/journey-maps/{map}/impact",
  "POST /api/v1/journey-maps/{map}/place",
  ...questions.flatMap((question) => [`POST /api/v1/journeys/${question}`, `POST /api/v1/journeys/${question}/people`]),
  "DELETE /api/v1/session",
  "POST /api/v1/session/second-factor",
  "POST /api/v1/session/second-factor/confirm",
  "POST /api/v1/session/second-factor/remove",
  "PATCH /api/v1/session/password",
  "PATCH /api/v1/users/{user}",
];

const marker = "Secret-of-workspace-one-4711";
let server, operations, one, two, ids, keys;

before(async () => {
  server = await Server.start();
  keys = {};
  for (const role of roles) keys[role] = await server.apiKey(role);
  server.key = keys.owner;
  one = keys.owner;
  const made = await server.command("workspace", "create", "--name", "Another company");
  two = (await server.command("key", "create", "--kind", "api", "--role", "owner", "--workspace", String(made.workspace))).secret;
  ids = await fill();
  const document = await server.get("/openapi.json");
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      tag: operation.tags?.[0],
      right: operation["x-right"],
      isPublic: operation.security?.length === 0,
      body: schemaOf(document, operation.requestBody?.content?.["application/json"]?.schema),
      hasBody: operation.requestBody !== undefined,
      schemas: document.components.schemas,
    })),
  );
});
after(() => server.close());

/** Something of every sort in the first workspace, each with the marker in it. */
async function fill() {
  const writeKey = await server.writeKey(marker);
  const base = { anonymousId: `device-${marker}`, context: { page: { title: marker } } };
  await server.send("/v1/identify", { ...base, userId: "ada", traits: { email: `${marker.toLowerCase()}@one.example`, name: marker }, messageId: "m1" }, writeKey);
  await server.send("/v1/group", { ...base, userId: "ada", groupId: `group-${marker}`, traits: { name: marker }, messageId: "m2" }, writeKey);
  await server.send("/v1/track", { userId: "bob", event: marker, properties: { note: marker }, messageId: "m3" }, writeKey);
  await server.send("/v1/track", { userId: "bob", event: 17, properties: { note: marker }, messageId: "m4" }, writeKey);
  const user = await server.api("POST", "/users", { body: { email: "ann@one.example", name: marker, role: "agent" } });
  assert.equal(user.status, 201, user.text);
  const sources = (await server.get("/sources")).items;
  const source = sources.find((each) => each.name === marker).id;
  const profile = await server.get("/profiles/user_id:ada");
  await server.api("PUT", "/profiles/user_id:ada/traits/vip", { body: { value: marker, lock: true } });
  const uploaded = await server.api("POST", `/imports?name=${marker}`, { body: { userId: marker } });
  assert.equal(uploaded.status, 201, uploaded.text);
  // Nothing leaves: the address is refused when it is looked up.
  const made = await server.api("POST", "/destinations", { body: { name: marker, kind: "webhook", url: `http://localhost:9/${marker}` } });
  assert.equal(made.status, 201, made.text);
  const destination = made.json.destination.id;
  const replayed = await server.api("POST", `/destinations/${destination}/replays`, { body: {} });
  assert.equal(replayed.status, 201, replayed.text);
  const listed = await server.api("POST", "/segments", { body: { kind: "list", name: marker } });
  assert.equal(listed.status, 201, listed.text);
  const put = await server.api("POST", `/segments/${listed.json.id}/members`, { body: { people: ["user_id:ada"] } });
  assert.equal(put.status, 200, put.text);
  const dashboard = await server.api("POST", "/dashboards", { body: { name: marker, tiles: [{ report: "funnel", title: marker, question: { steps: [[marker]] } }] } });
  assert.equal(dashboard.status, 201, dashboard.text);
  const described = await server.api("POST", "/personas", { body: { segment: listed.json.id, name: marker, about: marker, goals: [marker], pains: [marker] } });
  assert.equal(described.status, 201, described.text);
  const drawn = await server.api("POST", "/journey-maps", { body: { name: marker } });
  assert.equal(drawn.status, 201, drawn.text);
  const letters = (await server.get(`/sources/${source}/dead_letters`)).items;
  return {
    profile: profile.id,
    other: (await server.get("/profiles/user_id:bob")).id,
    event: (await server.get("/profiles/user_id:ada/events?limit=5")).items.at(-1).id,
    account: profile.accounts[0].id,
    source,
    dead_letter: letters[0]?.id ?? "dead_letter_00000000000000000000000000",
    api_key: (await server.get("/keys")).items[0].id,
    user: (await server.get("/users")).items[0].id,
    import: (await server.get("/imports")).items[0].id,
    destination,
    replay: replayed.json.id,
    segment: listed.json.id,
    dashboard: dashboard.json.id,
    persona: described.json.id,
    quote: "quote_00000000000000000000000000",
    map: drawn.json.id,
    version: "1",
    erasure: "1",
    duplicate: "duplicate_00000000000000000000000000",
    trait: "vip",
  };
}

const schemaOf = (document, schema) => (schema?.$ref ? document.components.schemas[schema.$ref.split("/").at(-1)] : schema);

/** Ids for a path. `real`: of the first workspace; else well-formed ids of nothing. */
function pathOf({ path, name }, real) {
  return path.replaceAll(/\{([a-z_.]+)\}/g, (_, parameter) => {
    const wanted = parameter === "key" ? (path.includes("/traits/") ? "trait" : "api_key") : parameter;
    const known = ids[wanted] ?? (others[wanted] && others[wanted]());
    assert.ok(known, `teach this test an example of {${parameter}} of ${name}`);
    return encodeURIComponent(real ? known : known.replace(/_[0-9a-z]{26}$/, "_00000000000000000000000000"));
  });
}
const others = { token: () => "not-a-token", type: () => "track", write_key: () => "not-a-key" };

/** A body that fits the schema and names people of the first workspace where it can. */
function bodyFor(schema, schemas, property = "") {
  if (schema?.$ref) return bodyFor(schemas[schema.$ref.split("/").at(-1)], schemas, property);
  if (schema === undefined) return {};
  const kind = Array.isArray(schema.type) ? schema.type.find((each) => each !== "null") : schema.type;
  if (schema.anyOf || schema.oneOf) return bodyFor((schema.anyOf ?? schema.oneOf).find((each) => each.type !== "null"), schemas, property);
  if (property === "profiles") return [ids.profile, ids.other];
  if (property === "identifiers") return [{ type: "user_id", value: "ada" }];
  if (schema.enum) return schema.enum[0];
  if (kind === "object" && schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties)
        .filter(([key]) => (schema.required ?? []).includes(key))
        .map(([key, value]) => [key, bodyFor(value, schemas, key)]),
    );
  const samples = { type: "user_id", value: "ada", verdict: "freeze", status: "granted", channel: "email", purpose: "marketing" };
  if (kind === "string") return samples[property] ?? (/_at$/.test(property) ? "2026-01-01T00:00:00Z" : "x");
  return { integer: 1, number: 1, boolean: false, array: [], object: {} }[kind] ?? null;
}

/** Status and text; a stream that never ends is read no further than its head. */
async function ask(operation, { key, real, body }) {
  const stop = new AbortController();
  const response = await fetch(server.url + pathOf(operation, real), {
    method: operation.method,
    signal: stop.signal,
    redirect: "manual",
    headers: { ...(key ? { Authorization: `Bearer ${key}` } : {}), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  const text = isStream ? "" : await response.text();
  stop.abort();
  return { status: response.status, text };
}

test("only what this file lists may be asked without a key (TN-01)", async () => {
  const open = operations.filter((each) => each.isPublic && each.tag !== "Tracking").map((each) => each.name);
  assert.deepEqual(open.sort(), [...forAnyone].sort());
  for (const operation of operations.filter((each) => !each.isPublic)) {
    for (const key of [undefined, "tl_no_such_key"]) {
      const { status, text } = await ask(operation, { key, real: true, body: operation.hasBody ? {} : undefined });
      assert.equal(status, 401, `${operation.name}: ${status} ${text}`);
      assert.ok(!text.includes(marker), operation.name);
    }
  }
});

test("tracking takes nothing without a write key (TN-01)", async () => {
  for (const operation of operations.filter((each) => each.isPublic && each.tag === "Tracking")) {
    const answer = await ask(operation, { key: one, real: true, body: operation.method === "POST" ? { userId: "ada", event: "x", type: "track" } : undefined });
    assert.ok(!answer.text.includes(marker), operation.name);
  }
  assert.equal((await server.get("/profiles/user_id:ada")).events, 3);
});

test("what changes something needs more than the right to look", () => {
  for (const operation of operations.filter((each) => !each.isPublic && each.method !== "GET")) {
    if (harmless.includes(operation.name)) continue;
    assert.ok(operation.right && !["view_people", "signed_in"].includes(operation.right), `${operation.name} needs ${operation.right}`);
  }
});

for (const role of roles) {
  test(`an ${role} may do what her role says and nothing else (TN-01)`, async () => {
    for (const operation of operations.filter((each) => !each.isPublic)) {
      assert.ok(operation.right, `${operation.name} does not say which right it needs`);
      const may = operation.right === "signed_in" || rightsOf[role].includes(operation.right);
      const { status, text } = await ask(operation, { key: keys[role], real: false, body: operation.hasBody ? {} : undefined });
      if (may && operation.right !== "signed_in") {
        assert.ok(status !== 401 && status !== 403 && status < 500, `${operation.name} as ${role}: ${status} ${text}`);
      } else if (!may) {
        assert.equal(status, 403, `${operation.name} as ${role}: ${status} ${text}`);
        assert.ok(!text.includes(marker), operation.name);
      }
    }
  });
}

/** What a stranger could have changed. */
async function everythingOfTheFirst() {
  const person = (id) => server.api("GET", `/profiles/${id}/export`).then((answer) => answer.text);
  const names = async (path) => (await server.get(path)).items.map((each) => [each.id, each.name, each.role, each.enabled]).sort();
  return {
    people: [await person(ids.profile), await person(ids.other)],
    sources: await names("/sources"),
    imports: (await server.get("/imports")).items,
    destinations: await names("/destinations"),
    segments: (await server.get("/segments")).items,
    dashboards: (await server.get("/dashboards")).items,
    personas: (await server.get("/personas")).items,
    maps: (await server.get("/journey-maps?archived=true")).items,
    users: await names("/users"),
    keys: await names("/keys"),
    rules: await server.get("/identity_rules"),
    workspace: await server.get("/workspace"),
    decisions: await server.get("/identity/decisions"),
    erasures: await server.get("/erasures"),
  };
}

test("another workspace's owner reads and changes nothing here (TN-01, ID-09)", async () => {
  const untouched = await everythingOfTheFirst();
  for (const operation of operations.filter((each) => !each.isPublic)) {
    const body = operation.hasBody ? bodyFor(operation.body, operation.schemas) : undefined;
    const { status, text } = await ask(operation, { key: two, real: true, body });
    assert.ok(!text.includes(marker) && !text.includes(marker.toLowerCase()), `${operation.name} shows ${text}`);
    assert.ok(status < 500, `${operation.name}: ${status} ${text}`);
    // An event's number alone finds an event, of this workspace; that it is not the other's is seen above.
    if (/\{(profile|account|source|dead_letter|user|import|destination|segment|dashboard|persona|map)\}/.test(operation.path)) {
      assert.ok([400, 403, 404, 422].includes(status), `${operation.name} found something: ${status} ${text}`);
    }
  }
  assert.deepEqual(await everythingOfTheFirst(), untouched);
});

test("the same address in two workspaces never meets (ID-09)", async () => {
  const answer = await server.api("GET", "/profiles/user_id:ada", { key: two });
  assert.equal(answer.status, 404);
  const list = await server.api("GET", "/profiles", { key: two });
  assert.equal(list.status, 200);
  assert.deepEqual(list.json.items, []);
});
