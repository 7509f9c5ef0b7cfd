// A proxy between a client and the server that breaks what it is told to break, on real sockets.
//
// A fate, one for each request in the order of arrival:
//   "pass"      forwarded and answered
//   500, 503    answered by the proxy; never reaches the server
//   429         likewise, with Retry-After
//   "cut"       the connection is closed before anything is forwarded
//   "hang"      neither forwarded nor answered, until the client gives up
//   "lose"      forwarded; the connection is closed instead of answering
//   "truncate"  forwarded; the connection is closed in the middle of the answer
//   "late"      forwarded; answered never, until the client gives up
// When the list has ended every request passes.
import { Agent, createServer, request as httpRequest } from "node:http";
import { once } from "node:events";

/** All fates, in an order in which each client meets losses before and after the commit. */
export const everyFate = ["lose", 500, "truncate", 429, "cut", "late", 503, "hang"];
/** Those that a client without a timeout of its own survives. */
export const fatesWithoutWaiting = everyFate.filter((fate) => fate !== "late" && fate !== "hang");

export class UnreliableProxy {
  static async start(target, fates) {
    const proxy = new UnreliableProxy();
    proxy.target = new URL(target);
    proxy.fates = [...fates];
    proxy.met = [];
    proxy.agent = new Agent({ keepAlive: true });
    proxy.server = createServer((request, response) => proxy.#take(request, response));
    proxy.server.keepAliveTimeout = 60_000;
    proxy.server.listen(0, "127.0.0.1");
    await once(proxy.server, "listening");
    proxy.url = `http://127.0.0.1:${proxy.server.address().port}`;
    return proxy;
  }

  async #take(request, response) {
    const fate = this.fates.shift() ?? "pass";
    this.met.push({ fate, method: request.method, url: request.url, headers: request.headers });
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (typeof fate === "number") {
      response.writeHead(fate, { "Content-Type": "application/json", "Retry-After": "1" });
      return response.end('{"success":false}');
    }
    if (fate === "cut") return request.socket.destroy();
    if (fate === "hang") return;
    const answer = await this.#forward(request, Buffer.concat(chunks)).catch(() => null);
    if (!answer) return request.socket.destroy();
    if (fate === "late") return;
    if (fate === "lose") return request.socket.destroy();
    if (fate === "truncate") {
      const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
      request.socket.write(
        `HTTP/1.1 ${answer.status} OK\r\nContent-Type: ${answer.headers["content-type"] ?? "text/plain"}\r\n` +
          `Content-Length: ${answer.body.length}\r\n\r\n`,
      );
      return request.socket.end(half);
    }
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  #forward(request, body) {
    return new Promise((resolve, reject) => {
      const upstream = httpRequest(
        { agent: this.agent, host: this.target.hostname, port: this.target.port, path: request.url, method: request.method, headers: request.headers },
        async (answer) => {
          const parts = [];
          for await (const part of answer) parts.push(part);
          resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) });
        },
      );
      upstream.on("error", reject);
      upstream.end(body);
    });
  }

  /** Fates that no request has met yet. */
  get left() {
    return this.fates.length;
  }

  close() {
    this.server.close();
    this.server.closeAllConnections();
    this.agent.destroy();
  }
}
