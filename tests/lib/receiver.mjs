// Somebody else's server on loopback: takes webhooks and batches, checks and counts them, and fails
// as it is told to.
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

export class Receiver {
  static async start() {
    const receiver = new Receiver();
    /** How often each id has come and was answered with 2xx: webhook-id or messageId. */
    receiver.taken = new Map();
    /** The same, whatever was answered. */
    receiver.seen = new Map();
    /** Requests, newest last: `{ path, headers, body, json }`. */
    receiver.requests = [];
    /** What to answer; called with the request. */
    receiver.answer = () => ({ status: 200 });
    receiver.server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      const came = { path: request.url, headers: request.headers, body, json: JSON.parse(body) };
      receiver.requests.push(came);
      const ids = came.json.batch?.map((item) => item.messageId) ?? [request.headers["webhook-id"]];
      const { status, headers = {}, text = "", cut = false } = await receiver.answer(came);
      const count = (map) => ids.forEach((id) => map.set(id, (map.get(id) ?? 0) + 1));
      count(receiver.seen);
      if (status < 300 && !cut) count(receiver.taken);
      if (cut) return request.socket.destroy();
      response.writeHead(status, headers).end(text);
    });
    receiver.server.listen(0, "127.0.0.1");
    await once(receiver.server, "listening");
    return receiver;
  }

  get url() {
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  async close() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

/** Whether a webhook is signed with this secret, as standardwebhooks.com describes it. */
export function isSigned({ headers, body }, secret) {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const text = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = createHmac("sha256", key).update(text).digest();
  const given = Buffer.from(headers["webhook-signature"].replace(/^v1,/, ""), "base64");
  const late = Math.abs(Date.now() / 1000 - Number(headers["webhook-timestamp"]));
  return given.length === expected.length && timingSafeEqual(given, expected) && late < 300;
}
