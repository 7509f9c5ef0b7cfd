// What a client knows to have been acknowledged, kept outside the server, and how it is compared
// with what the server has: everything acknowledged once, nothing twice, nothing that nobody sent.
import assert from "node:assert/strict";
import { Server } from "./server.mjs";

const people = 5;
const turn = () => new Promise((resolve) => setImmediate(resolve));

export class Ledger {
  constructor(name) {
    this.name = name;
    this.acknowledged = new Set();
    this.sent = new Set();
    this.unsure = [];
    this.next = 0;
    this.refused = 0;
  }

  /** One batch of at most `size`: first what nobody answered before. True where it was acknowledged. */
  async batch(server, key, size = 10) {
    const items = this.unsure.splice(0, size);
    while (items.length < size) {
      const number = this.next++;
      items.push({
        type: "track", event: "Kept", userId: `${this.name}-${number % people}`,
        messageId: `${this.name}-${number}`, timestamp: "2026-05-01T00:00:00Z",
      });
    }
    items.forEach((item) => this.sent.add(item.messageId));
    try {
      const { status } = await server.send("/v1/batch", { batch: items }, key);
      if (status === 200) {
        items.forEach((item) => this.acknowledged.add(item.messageId));
        return true;
      }
      // Never another 4xx, which would make a client throw its events away.
      assert.ok(status === 429 || status === 503, `answered ${status}`);
      this.refused++;
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    this.unsure.push(...items);
    return false;
  }

  /** Sends until `count` more items are acknowledged; says `during` how far it is. */
  async fill(server, key, count, { lanes = 3, during = () => undefined } = {}) {
    const until = this.acknowledged.size + count;
    const lane = async () => {
      while (this.acknowledged.size < until) {
        if (!(await this.batch(server, key))) await turn();
        await during(this.acknowledged.size);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** Sends again what nobody answered, until all of it is acknowledged. */
  async settle(server, key) {
    while (this.unsure.length > 0) await this.batch(server, key);
  }

  async compare(server, apiKey) {
    const seen = [];
    for (let person = 0; person < people; person++) {
      let next = "";
      do {
        const page = await server.get(`/profiles/user_id:${this.name}-${person}/events?limit=500${next && "&before=" + next}`, { key: apiKey });
        seen.push(...page.items.map((event) => event.message_id));
        next = page.next ?? "";
      } while (next);
    }
    const found = new Set(seen);
    assert.equal(found.size, seen.length, "nothing twice");
    for (const id of this.acknowledged) assert.ok(found.has(id), `${id} was acknowledged and is lost`);
    for (const id of seen) assert.ok(this.sent.has(id), `${id} was never sent`);
    return seen.length;
  }
}

/** Every invariant that the doctor knows. */
export async function assertSound(server) {
  const report = await server.command("doctor");
  assert.ok(report.healthy, JSON.stringify(report.checks.filter((check) => check.broken > 0)));
}

/** Stops the server, starts it again on the same data, and gives the new one. */
export async function restarted(server, signal = "SIGTERM", options = {}) {
  await server.stop(signal);
  return Server.start({ directory: server.directory, database: server.database, ...options });
}
