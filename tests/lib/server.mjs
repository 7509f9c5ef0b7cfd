// Starts the release binary on an empty data directory and a free port, and stops it again.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freshDirectory } from "./directory.mjs";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;
export const binary = process.env.THROUGHLINE_BINARY ?? join(root, "build/release/throughline");

/** Where the shared test data is; `skip` says why a test cannot run without it. */
export const dataDirectory = process.env.THROUGHLINE_TEST_DATA;
export const withData = dataDirectory ? {} : { skip: "THROUGHLINE_TEST_DATA is not set" };

// With THROUGHLINE_TEST_POSTGRES, the URL of a PostgreSQL server, every server under test gets a
// database of its own there.
let databases = 0;
export async function freshDatabase() {
  const url = process.env.THROUGHLINE_TEST_POSTGRES;
  if (!url) return undefined;
  const name = `throughline_${process.pid}_${++databases}`;
  await run("psql", [url, "--quiet", "--command", `CREATE DATABASE ${name}`]);
  return url.replace(/\/\/\/[^?]*/, "///" + name);
}

// A test that fails leaves its server running; the runner ends the file's process all the same.
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export class Server {
  /** Options: `directory` and `database` to keep data between starts, `args` more arguments, `env`, `wrap` a command that runs it. */
  static async start({ directory, database, args = [], env = {}, command = "serve", wrap = [] } = {}) {
    const server = new Server();
    server.owned = !directory;
    database ??= await freshDatabase();
    if (database) args = [...args, "--database", database];
    server.database = database;
    server.directory = directory ?? (await freshDirectory());
    const [program, ...before] = [...wrap, binary];
    server.process = spawn(
      program,
      [...before, command, "--data", server.directory, "--listen", "127.0.0.1:0", ...args],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } },
    );
    running.add(server.process);
    server.process.on("exit", () => running.delete(server.process));
    server.output = [];
    server.process.stderr.on("data", (chunk) => server.output.push(chunk.toString()));
    server.exited = once(server.process, "exit");
    const lines = createInterface({ input: server.process.stdout });
    server.url = await new Promise((resolve, reject) => {
      lines.on("line", (line) => {
        server.output.push(line + "\n");
        const ready = line.match(/(?:ready|listening) on (http:\/\/\S+)$/);
        if (ready) resolve(ready[1]);
      });
      server.exited.then(([code]) =>
        reject(new Error(`the server ended with ${code}:\n${server.output.join("")}`)),
      );
    });
    return server;
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  /** A command of the binary beside the running server, parsed as JSON. */
  async command(...args) {
    const database = this.database ? ["--database", this.database] : [];
    const { stdout } = await run(binary, [...args, "--data", this.directory, ...database, "--json"]);
    return JSON.parse(stdout);
  }

  /** A write key of a new source. */
  async writeKey(name = "test", kind = "server") {
    return (await this.command("key", "create", "--kind", "write", "--source", kind, "--name", name))
      .secret;
  }

  async apiKey(role = "owner") {
    return (await this.command("key", "create", "--kind", "api", "--role", role)).secret;
  }

  /**
   * A request to the REST API with an API key; the parsed answer and its status. What must show a position is asked
   * again as long as the server says that it does not yet: how soon it does is a matter of the machine.
   */
  async api(method, path, options) {
    for (let attempt = 1; ; ++attempt) {
      const answer = await this.apiOnce(method, path, options);
      const later = answer.status === 503 && /[?&]at_least=/.test(path) && answer.headers.get("retry-after");
      if (!later || attempt === 20) return answer;
      await sleep(1000 * later);
    }
  }

  async apiOnce(method, path, { key = this.key, body, headers = {} } = {}) {
    const response = await fetch(this.url + "/api/v1" + path, {
      method,
      headers: {
        ...(key ? { Authorization: `Bearer ${key}` } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, json, text };
  }

  /** GET that must succeed. */
  async get(path, options) {
    const answer = await this.api("GET", path, options);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  /** POST of a tracking message. */
  async send(path, message, writeKey, headers = {}) {
    const response = await fetch(this.url + path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: "Basic " + Buffer.from(writeKey + ":").toString("base64"),
        ...headers,
      },
      body: typeof message === "string" ? message : JSON.stringify(message),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: safe(text) };
  }

  async stop(signal = "SIGTERM") {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill(signal);
    }
    const [code, killedBy] = await this.exited;
    return { code, killedBy };
  }

  async close() {
    await this.stop();
    if (this.owned) await rm(this.directory, { recursive: true, force: true });
  }
}

function safe(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
