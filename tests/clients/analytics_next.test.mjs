// The unmodified @segment/analytics-next in headless Chromium against the real binary.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createServer } from "node:http";
import { once } from "node:events";
import { build } from "esbuild";
import { Server } from "../lib/server.mjs";
import { launch } from "../lib/browser.mjs";
import { until } from "../lib/wait.mjs";

let server, writeKey, site, browser;

before(async () => {
  server = await Server.start();
  writeKey = await server.writeKey("Shop", "browser");
  server.key = await server.apiKey();
  const bundle = await build({
    stdin: {
      contents: `import { AnalyticsBrowser } from "@segment/analytics-next";
        window.AnalyticsBrowser = AnalyticsBrowser;`,
      resolveDir: new URL("..", import.meta.url).pathname,
    },
    bundle: true,
    write: false,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  site = createServer((request, response) => {
    if (request.url === "/analytics.js") {
      response.writeHead(200, { "Content-Type": "text/javascript" });
      return response.end(bundle.outputFiles[0].text);
    }
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end(`<!doctype html><title>A shop</title><script src="/analytics.js"></script>`);
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  await server?.close();
});

for (const strategy of ["standard", "batching"]) {
  test(`a page's visitor becomes known, with her history (${strategy} delivery; ID-02, EV-08)`, async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${site.address().port}/?utm_source=test`);
    const anonymousId = await page.evaluate(
      async ({ url, writeKey, strategy }) => {
        const host = new URL(url).host;
        // The settings document comes from the server, like from the vendor's CDN.
        const analytics = window.AnalyticsBrowser.load(
          { writeKey, cdnURL: url },
          {
            integrations: {
              "Segment.io": { apiHost: host + "/v1", protocol: "http", deliveryStrategy: { strategy, config: { size: 3, timeout: 200 } } },
            },
          },
        );
        await analytics.page("Landing");
        await analytics.track("Product Viewed", { name: "Lamp", price: 49.5 });
        await analytics.identify("next-" + strategy, { email: strategy + "@post.example", plan: "free" });
        await analytics.track("Order Completed", { revenue: 49.5 });
        const user = await analytics.user();
        return user.anonymousId();
      },
      { url: server.url, writeKey, strategy },
    );
    const profile = await until("the whole visit", async () => {
      const found = await server.get(`/profiles/user_id:next-${strategy}`);
      return found.events >= 4 && found;
    });
    assert.equal(profile.traits.plan, "free");
    const before = await server.get(`/profiles/anonymous_id:${anonymousId}`);
    assert.equal(before.id, profile.id, "what she did before she was known is hers");
    const names = (await server.get(`/profiles/${profile.id}/events`)).items.map((e) => e.name);
    for (const name of ["Page Viewed", "Product Viewed", "Order Completed"]) assert.ok(names.includes(name), name);
    await page.close();
  });
}
