// Behind a proxy that ends TLS: what it says counts where the operator named it, and nowhere else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Server } from "../lib/server.mjs";

const forwarded = (client) => ({ "X-Forwarded-For": client, "X-Forwarded-Proto": "https" });

async function withServer(args, use) {
  const server = await Server.start({ args });
  try {
    server.key = await server.apiKey();
    await server.command("user", "create", "--email", "ada@example.com", "--name", "Ada", "--role", "owner", "--password", "a long enough password");
    await use(server);
  } finally {
    await server.close();
  }
}
const signIn = (server, password, headers) =>
  server.api("POST", "/session", { key: undefined, body: { email: "ada@example.com", password }, headers });
const invite = async (server, email, headers) =>
  (await server.api("POST", "/users", { body: { email, name: "Invited", role: "agent" }, headers })).json.invitation_url;

test("a trusted proxy makes cookies Secure, links https and addresses the client's", async () => {
  await withServer(["--trusted-proxies", "127.0.0.0/8"], async (server) => {
    const { headers, status, text } = await signIn(server, "a long enough password", forwarded("203.0.113.1"));
    assert.equal(status, 200, text);
    assert.match(headers.get("set-cookie"), /; Secure/);
    assert.match(await invite(server, "i1@example.com", forwarded("203.0.113.1")), /^https:\/\//);
    const settings = await fetch(`${server.url}/v1/projects/${await server.writeKey("Web", "browser")}/settings`, { headers: forwarded("203.0.113.1") });
    assert.equal((await settings.json()).integrations["Segment.io"].protocol, "https");

    // Guessing locks out the guesser's address, not that of everybody behind the proxy.
    let refused;
    for (let i = 0; i < 100 && refused?.status !== 429; i++) {
      refused = await server.api("POST", "/session", { key: undefined, body: { email: `guess-${i}@example.com`, password: "wrong password" }, headers: forwarded("203.0.113.66") });
    }
    assert.equal(refused.status, 429);
    assert.equal((await signIn(server, "a long enough password", forwarded("203.0.113.2"))).status, 200);
  });
});

test("nobody else is believed", async () => {
  await withServer(["--trusted-proxies", "10.0.0.1"], async (server) => {
    const { headers } = await signIn(server, "a long enough password", forwarded("203.0.113.1"));
    assert.doesNotMatch(headers.get("set-cookie"), /; Secure/);
    assert.match(await invite(server, "i1@example.com", forwarded("203.0.113.1")), /^http:\/\//);
  });
});

test("a public URL stands in every link", async () => {
  await withServer(["--public-url", "https://line.example"], async (server) => {
    assert.match(await invite(server, "i1@example.com"), /^https:\/\/line\.example\/invitation\//);
    assert.ok(server.output.join("").includes("Set up: https://line.example/setup?token="));
  });
  await assert.rejects(Server.start({ args: ["--public-url", "line.example"] }), /public_url/);
});
