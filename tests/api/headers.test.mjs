// What every answer tells a browser: pages, files, the API and errors alike.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Server } from "../lib/server.mjs";

function assertGuarded(response, what) {
  const policy = Object.fromEntries(
    (response.headers.get("content-security-policy") ?? "").split(";").map((part) => {
      const [name, ...sources] = part.trim().split(/\s+/);
      return [name, sources];
    }),
  );
  assert.deepEqual(policy["default-src"], ["'self'"], `${what}: ${response.headers.get("content-security-policy")}`);
  const scripts = policy["script-src"] ?? policy["default-src"];
  assert.deepEqual(scripts, ["'self'"], `${what}: scripts come from here alone, none inline`);
  assert.deepEqual(policy["object-src"], ["'none'"], what);
  assert.deepEqual(policy["frame-ancestors"], ["'none'"], what);
  assert.deepEqual(policy["base-uri"], ["'self'"], what);
  assert.deepEqual(policy["form-action"], ["'self'"], what);
  for (const sources of Object.values(policy)) {
    for (const source of sources) assert.ok(/^('self'|'none'|'unsafe-inline'|data:|blob:)$/.test(source), `${what}: ${source}`);
  }
  assert.equal(response.headers.get("x-content-type-options"), "nosniff", what);
  assert.equal(response.headers.get("x-frame-options"), "DENY", what);
  assert.ok(response.headers.get("referrer-policy"), what);
  assert.equal(response.headers.get("cross-origin-opener-policy"), "same-origin", what);
  assert.ok(response.headers.get("permissions-policy"), what);
  assert.ok(response.headers.get("cache-control"), what);
}

test("every page, file, API answer and error carries the security headers and a strict policy", async () => {
  const server = await Server.start();
  const key = await server.apiKey();
  const document = await server.get("/openapi.json", { key });
  const live = (path) => path.endsWith("/live") || path.includes("/live/");
  let checked = 0;
  const check = async (path, options) => {
    const response = await fetch(server.url + path, options);
    await response.arrayBuffer();
    assertGuarded(response, `${options?.method ?? "GET"} ${path} (${response.status})`);
    checked++;
  };
  // As anyone, and as the owner; what takes a parameter gets one that names nothing.
  for (const [path, methods] of Object.entries(document.paths)) {
    if (!path.startsWith("/api/v1") || live(path)) continue;
    const named = path.replace(/\{[^}]*\}/g, "nothing");
    for (const method of Object.keys(methods)) {
      const body = method === "get" || method === "delete" ? {} : { body: "{" };
      const options = { method: method.toUpperCase(), ...body };
      await check(named, options);
      if (method === "get") await check(named, { ...options, headers: { Authorization: `Bearer ${key}` } });
    }
  }
  for (const path of ["/", "/sign-in", "/people", "/settings/team", "/assets/none.js", "/api/v1/nothing", "/metrics", "/healthz", "/readyz"]) {
    await check(path);
  }
  const page = await (await fetch(server.url + "/")).text();
  for (const [, file] of page.matchAll(/(?:src|href)="(\/[^"]+)"/g)) await check(file);
  assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)[^>]*>/, "no script stands in the page");
  assert.doesNotMatch(page, /\son\w+=/, "no handler stands in the page");
  assert.ok(checked > 60, String(checked));
  await server.close();
});
