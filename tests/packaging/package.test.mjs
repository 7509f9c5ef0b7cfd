// The Debian package: built from the release build, looked at as a reviewer would, and installed by
// dpkg into a copy of this system that is thrown away.
//
// The copy is an overlay: nothing outside of the scratch directory changes. Mounting it takes root.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { binary } from "../lib/server.mjs";

const run = promisify(execFile);
const output = async (...command) => (await run(command[0], command.slice(1), { maxBuffer: 1 << 24 })).stdout;

let scratch;
let overlay; // On another file system than the one it lies over.
let packageFile;
let data; // The package's files, unpacked.
let control;

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "throughline-package-"));
  overlay = await mkdtemp("/dev/shm/throughline-root-");
  for (const part of ["upper", "work", "merged"]) await mkdir(join(overlay, part));
  await run("cpack", ["--config", join(dirname(binary), "CPackConfig.cmake"), "-G", "DEB", "-B", scratch], { maxBuffer: 1 << 24 });
  const [name] = (await readdir(scratch)).filter((file) => file.endsWith(".deb"));
  assert.match(name, /^throughline_\d+\.\d+\.\d+_[a-z0-9]+\.deb$/);
  packageFile = join(scratch, name);
  data = join(scratch, "unpacked");
  control = join(scratch, "control");
  await run("dpkg-deb", ["-x", packageFile, data]);
  await run("dpkg-deb", ["-e", packageFile, control]);
});

after(async () => {
  await rm(scratch, { recursive: true, force: true });
  await rm(overlay, { recursive: true, force: true });
});

/** The arguments of a command inside the copy of the system. */
function inside(command, user = "root") {
  // Only /dev/shm is made private: in a chroot, / is no mount whose propagation could be changed.
  const mounts = [
    "mount --make-rprivate /dev/shm",
    `mount -t overlay overlay -o lowerdir=/,upperdir=${overlay}/upper,workdir=${overlay}/work ${overlay}/merged`,
    `mount -t proc proc ${overlay}/merged/proc`,
    `mount --bind /dev ${overlay}/merged/dev`,
    `exec chroot --userspec=${user}:${user} ${overlay}/merged sh -c "$0"`,
  ];
  return ["unshare", ["--mount", "--propagation", "unchanged", "sh", "-c", mounts.join(" && "), command]];
}
const runInside = async (command) => {
  const [program, args] = inside(command);
  return (await run(program, args, { maxBuffer: 1 << 24, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } })).stdout;
};

test("says what it is and which libraries it needs", async () => {
  const field = async (name) => (await output("dpkg-deb", "-f", packageFile, name)).trim();
  assert.equal(await field("Package"), "throughline");
  assert.equal(await field("Section"), "web");
  assert.match(await field("Maintainer"), /^.+ <.+@.+>$/);
  assert.match(await field("Description"), /^[a-z].{10,79}\n [A-Z]/);
  const depends = await field("Depends");
  for (const needed of ["libc6", "libsqlite3-0", "libsodium23", "passwd", "tzdata"]) {
    assert.match(depends, new RegExp(`(^|, )${needed}( \\(>= [^)]+\\))?(,|$)`), needed);
  }
  assert.ok(Number(await field("Installed-Size")) > 1000);
});

test("holds files of root in Debian's places, and nothing that others may write", async () => {
  const lines = (await output("dpkg-deb", "-c", packageFile)).trim().split("\n");
  const files = new Map(lines.map((line) => {
    const [mode, owner, , , , path] = line.split(/\s+/);
    assert.equal(owner, "root/root", line);
    assert.ok(mode[5] !== "w" && mode[8] !== "w", line);
    return [path.replace(/^\./, ""), mode];
  }));
  assert.equal(files.get("/usr/bin/throughline"), "-rwxr-xr-x");
  for (const path of ["/usr/lib/systemd/system/throughline.service", "/etc/throughline/throughline.toml",
    "/usr/share/doc/throughline/operating.md", "/usr/share/doc/throughline/copyright"]) {
    assert.equal(files.get(path), "-rw-r--r--", path);
  }
  assert.deepEqual([...files.keys()].filter((path) => /^\/(usr\/local|home|root|tmp|opt)\//.test(path)), []);
  const conffiles = (await readFile(join(control, "conffiles"), "utf8")).trim().split("\n");
  assert.deepEqual(conffiles, [...files.keys()].filter((path) => path.startsWith("/etc/") && !path.endsWith("/")));
  await run("sh", ["-c", `cd ${data} && md5sum --check --quiet ${control}/md5sums`]);
  const symbols = await output("file", "-b", join(data, "usr/bin/throughline")).catch(() => "stripped");
  assert.match(symbols, /(?<!not )stripped/);
});

test("has scripts that end with the first failure, and a unit that systemd accepts", async () => {
  for (const script of ["postinst", "prerm"]) {
    const path = join(control, script);
    assert.equal((await stat(path)).mode & 0o777, 0o755);
    assert.match(await readFile(path, "utf8"), /^#!\/bin\/sh\nset -e\n/);
    await run("sh", ["-n", path]);
  }
  const unit = join(scratch, "throughline.service");
  const text = await readFile(join(data, "usr/lib/systemd/system/throughline.service"), "utf8");
  await writeFile(unit, text.replace("/usr/bin/throughline", join(data, "usr/bin/throughline")));
  const { stdout, stderr } = await run("systemd-analyze", ["verify", "--man=no", unit]);
  assert.equal(stdout + stderr, "");
});

test("is installed by dpkg, serves with the unit's command line and keeps the data when it goes", async () => {
  await mkdir(join(overlay, "upper/root"), { recursive: true });
  await copyFile(packageFile, join(overlay, "upper/root/throughline.deb"));
  await runInside("dpkg --install /root/throughline.deb");
  assert.match(await runInside("dpkg --status throughline"), /^Status: install ok installed$/m);
  assert.match(await runInside("stat -c '%U:%G %a' /var/lib/throughline"), /^throughline:throughline 700$/m);

  const unit = await runInside("cat /usr/lib/systemd/system/throughline.service");
  const commandLine = unit.match(/^ExecStart=(.+)$/m)[1];
  const [program, args] = inside(`THROUGHLINE_LISTEN=127.0.0.1:0 exec ${commandLine}`, unit.match(/^User=(.+)$/m)[1]);
  const as = (command) => runInside(`runuser -u throughline -- /usr/bin/throughline ${command} --config /etc/throughline/throughline.toml --json`);
  const { secret } = JSON.parse(await as("key create --kind write --source server --name Packaged"));
  const server = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(server, "exit");
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      const ready = line.match(/ready on (http:\/\/\S+)$/);
      if (ready) resolve(ready[1]);
    });
    exited.then(([code]) => reject(new Error(`the server ended with ${code}`)));
  });
  const sent = await fetch(url + "/v1/track", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: "Basic " + btoa(secret + ":") },
    body: JSON.stringify({ userId: "packed", event: "Installed", messageId: "from-the-package" }),
  });
  assert.equal(sent.status, 200);
  server.kill("SIGTERM");
  assert.deepEqual(await exited, [0, null]);
  assert.match(await as("export events"), /from-the-package/);

  await runInside("echo '# mine' >> /etc/throughline/throughline.toml && dpkg --install /root/throughline.deb");
  assert.match(await runInside("cat /etc/throughline/throughline.toml"), /# mine/);
  await runInside("dpkg --remove throughline");
  assert.equal((await runInside("ls /usr/bin/throughline 2>/dev/null || echo gone")).trim(), "gone");
  assert.match(await runInside("ls /var/lib/throughline"), /instance\.db/);
  await runInside("dpkg --purge throughline");
  assert.equal((await runInside("ls /etc/throughline/throughline.toml 2>/dev/null || echo gone")).trim(), "gone");
  assert.match(await runInside("ls /var/lib/throughline"), /instance\.db/);
});
