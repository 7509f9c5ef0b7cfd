// What a live stream (server-sent events) of the REST API tells.
import { request } from "node:http";
import { until } from "./wait.mjs";

export class Listener {
  /** Waits until the stream is answered; its status is in `status`, what it told in `told`: `[name, data]`. */
  static async open(server, path, { key = server.key } = {}) {
    const listener = new Listener();
    listener.told = [];
    listener.request = request(`${server.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${key}` } });
    const response = await new Promise((resolve, reject) => listener.request.on("response", resolve).on("error", reject).end());
    listener.status = response.statusCode;
    let text = "";
    response.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
        const lines = text.slice(0, end).split("\n");
        const of = (field) => lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2);
        if (of("data")) listener.told.push([of("event"), JSON.parse(of("data"))]);
      }
    });
    response.on("error", () => undefined);
    listener.request.on("error", () => undefined);
    return listener;
  }

  of(name) {
    return this.told.filter(([each]) => each === name).map(([, data]) => data);
  }

  /** What was told under the name, as soon as it passes. */
  heard(name, passes = (all) => all.length > 0) {
    return until(`${name} to be told`, async () => passes(this.of(name)) && this.of(name));
  }

  close() {
    this.request.destroy();
  }
}
