// Commands of the binary as a person would give them, with what they print and their exit code.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { binary } from "./server.mjs";

export class Command {
  static start(...args) {
    const command = new Command();
    command.process = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    command.out = command.error = "";
    command.process.stdout.on("data", (chunk) => (command.out += chunk));
    command.process.stderr.on("data", (chunk) => (command.error += chunk));
    command.ended = once(command.process, "close").then(([code]) => {
      command.code = code;
      return command;
    });
    return command;
  }
}

/** Beside a running server, on its data directory and database. */
export function commandBeside(server, ...args) {
  const database = server.database ? ["--database", server.database] : [];
  return Command.start(...args, "--data", server.directory, ...database).ended;
}
