// A directory of a test's own, in memory where possible: no test waits for a disk that others keep busy.
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** Whoever makes it removes it. */
export const freshDirectory = (name = "test") => mkdtemp(join(parent, `throughline-${name}-`));
