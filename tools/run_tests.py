#!/usr/bin/env python3
"""Runs the steps of ./test and closes with what passed, failed and was skipped, by reason.

A step is a command whose report is read: GoogleTest's JSON, JUnit XML of the Node and web tests, or,
where there is none, its exit code alone. Steps run in order; a failed build ends the run.
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORTS = ROOT / "build" / "reports"
NODE_PATH = str(ROOT / "build" / "deps" / "node" / "bin")


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = collections.Counter()

    def add_junit(self, path):
        # What a test prints may hold characters that XML does not.
        text = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\U0010ffff]", "", path.read_text(errors="replace"))
        for case in xml.fromstring(text).iter("testcase"):
            name = f"{case.get('classname', '')} {case.get('name')}".strip()
            skipped = case.find("skipped")
            if case.find("failure") is not None or case.find("error") is not None:
                self.failed.append(name)
            elif name.endswith(".test.mjs"):
                continue  # A file whose tests are for the other database stands for itself.
            elif skipped is not None:
                reason = (skipped.get("message") or "no reason given").strip()
                self.skipped[reason.splitlines()[-1]] += 1
            else:
                self.passed += 1


def shell(command, name, environment=None, timeout=3600):
    """Runs a command with its output in build/reports/NAME.log; shows the end of it on failure."""
    log = REPORTS / f"{name}.log"
    env = dict(os.environ, **(environment or {}))
    env["PATH"] = NODE_PATH + ":" + env["PATH"]
    # One compiler cache for every checkout below this one: tools/mutations.py builds a second.
    env["CCACHE_BASEDIR"] = str(ROOT)
    env["CCACHE_NOHASHDIR"] = "1"
    started = time.monotonic()
    with log.open("w") as out:
        try:
            code = subprocess.run(command, shell=True, cwd=ROOT, stdout=out, stderr=out,
                                  stdin=subprocess.DEVNULL, env=env, timeout=timeout).returncode
        except subprocess.TimeoutExpired:
            code = 124
    print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({time.monotonic() - started:.0f} s)",
          flush=True)
    if code != 0:
        print("\n".join(log.read_text(errors="replace").splitlines()[-60:]), flush=True)
    return code == 0


def step_check(tally):
    """Layers, formatting and the house rules that no compiler checks."""
    for name, command in (("layers", "python3 tools/check_layers.py ."),
                          ("format", "git ls-files 'src/*.h' 'src/*.cc' 'fuzz/*.cc' 'bench/*.cc' |"
                                     " xargs clang-format-19 --dry-run -Werror"),
                          ("tidy", "python3 tools/tidy.py .")):
        if shell(command, name):
            tally.passed += 1
        else:
            tally.failed.append(name)


def step_web(tally):
    """The web application: build, types, lint, unit tests."""
    if not shell("tools/build_web.sh", "web-build"):
        tally.failed.append("web-build")
        return
    for name, command in (("local", "python3 tools/check_local.py ."),
                          ("types", "cd web/app && npm run --silent api -- --check"),
                          ("typecheck", "cd web/app && npm run --silent typecheck"),
                          ("lint", "cd web/app && npm run --silent lint")):
        if shell(command, f"web-{name}"):
            tally.passed += 1
        else:
            tally.failed.append(f"web-{name}")
    report = REPORTS / "web-unit.xml"
    report.unlink(missing_ok=True)
    ok = shell(f"cd web/app && npx vitest run --reporter=default --reporter=junit "
               f"--outputFile.junit={report}", "web-unit")
    if report.exists():
        tally.add_junit(report)
    elif not ok:
        tally.failed.append("web-unit")


def build(preset, targets=""):
    configure = f"[ -e build/{preset}/build.ninja ] || cmake --preset {preset}"
    target = f"--target {targets}" if targets else ""
    return shell(f"({configure}) && cmake --build --preset {preset} {target}", f"build-{preset}")


def run_gtests(tally, preset, only=None, environment=None):
    programs = sorted((ROOT / "build" / preset).glob("*_test"))
    programs = [p for p in programs if only is None or p.name in only]

    def run(program):
        report = REPORTS / f"{preset}-{program.name}.xml"
        report.unlink(missing_ok=True)
        ok = shell(f"{program} --gtest_brief=1 --gtest_output=xml:{report}",
                   f"{preset}-{program.name}", environment, timeout=2400)
        return program, report, ok

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for program, report, ok in pool.map(run, programs):
            before = len(tally.failed)
            if report.exists():
                tally.add_junit(report)
            if not ok and len(tally.failed) == before:
                tally.failed.append(f"{preset} {program.name}")


def step_unit(tally):
    """Room tests under AddressSanitizer and UndefinedBehaviorSanitizer, on SQLite and PostgreSQL."""
    if build("dev"):
        run_gtests(tally, "dev")
    else:
        tally.failed.append("build-dev")


def step_product(tally):
    """The release binary: API, real clients, crashes, the browser."""
    if not build("release", "throughline bench_collect bench_scale bench_journey bench_journey_peers"):
        tally.failed.append("build-release")
        return
    if not shell("tools/install_tests.sh", "tests-install"):
        tally.failed.append("tests-install")
        return
    for suite in sorted(p.name for p in (ROOT / "tests").iterdir() if list(p.glob("*.test.mjs"))):
        run_suite(tally, suite, suite)
    postgres = subprocess.run(["tools/postgres_for_tests.sh", "start", str(os.getpid())], cwd=ROOT,
                              text=True, capture_output=True).stdout.strip()
    for suite in ("api", "clients", "faults"):
        run_suite(tally, suite, f"{suite}-postgres", {"THROUGHLINE_TEST_POSTGRES": postgres})


# Suites whose files mostly wait, for a browser or for what follows the record.
SIDE_BY_SIDE = {"api", "browser"}
# Of a file with tests, so that one that hangs is named long before the whole run is given up.
FILE_SECONDS = 900


def run_suite(tally, suite, name, environment=None):
    """The tests of one folder below tests/, with Node's own runner."""
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    ok = shell(f"cd tests && node --test --test-force-exit --test-timeout={FILE_SECONDS}000 "
               f"--test-concurrency={2 if suite in SIDE_BY_SIDE else 1} --test-reporter=spec "
               f"--test-reporter-destination=stdout --test-reporter=junit "
               f"--test-reporter-destination={report} '{suite}/*.test.mjs'", name, environment)
    before = len(tally.failed)
    if report.exists():
        tally.add_junit(report)
    if not ok and len(tally.failed) == before:
        tally.failed.append(name)


def step_mutations(tally):
    """Breaks each rule of the house in one place, and expects a test to turn red."""
    shell("python3 tools/mutations.py", "mutations")
    verdicts = (REPORTS / "mutations.log").read_text().splitlines()
    for line in verdicts:
        if line.startswith("ok "):
            tally.passed += 1
        else:
            tally.failed.append(f"mutation {line}")
    if not verdicts:
        tally.failed.append("mutations")


def step_tsan(tally):
    """Data races, in the rooms that have threads."""
    tests = ["storage_test", "net_test", "timeline_test", "jobs_test"]
    if build("tsan", " ".join(tests)):
        run_gtests(tally, "tsan", only=tests)
    else:
        tally.failed.append("build-tsan")


def step_lint(tally):
    """clang-tidy over every source, as .clang-tidy says."""
    if shell("python3 tools/lint.py .", "lint", timeout=7200):
        tally.passed += 1
    else:
        tally.failed.append("lint")


FUZZ_SECONDS = os.environ.get("THROUGHLINE_FUZZ_SECONDS")


def step_fuzz(tally):
    """The same 20,000 inputs to every fuzzer, or new ones for THROUGHLINE_FUZZ_SECONDS each."""
    if not build("fuzz", "fuzzers"):
        tally.failed.append("build-fuzz")
        return
    effort = f"-max_total_time={FUZZ_SECONDS}" if FUZZ_SECONDS else "-seed=1 -runs=20000"

    def run(fuzzer):
        name = fuzzer.name.removesuffix("_fuzz")
        corpus = ROOT / "fuzz" / "corpus" / name
        work = ROOT / "build" / "fuzz" / "corpus" / name
        if not FUZZ_SECONDS:
            shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)
        return name, shell(f"{fuzzer} {effort} -timeout=10 -rss_limit_mb=4096"
                           f" -artifact_prefix={work}/ {work} {corpus}", f"fuzz-{name}")

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for name, ok in pool.map(run, sorted((ROOT / "build/fuzz/fuzz").glob("*_fuzz"))):
            if ok:
                tally.passed += 1
            else:
                tally.failed.append(f"fuzz-{name}")


STEPS = collections.OrderedDict(
    (function.__name__.removeprefix("step_"), function)
    for function in (step_check, step_web, step_unit, step_mutations, step_product, step_lint,
                     step_tsan, step_fuzz))
# Not part of a plain ./test: they build everything once more.
ON_REQUEST = {"lint", "tsan"}


def main():
    wanted = [a for a in sys.argv[1:] if not a.startswith("--")]
    if "--list" in sys.argv:
        for name, function in STEPS.items():
            note = " (on request)" if name in ON_REQUEST else ""
            print(f"{name:10} {function.__doc__}{note}")
        return 0
    unknown = [name for name in wanted if name not in STEPS]
    if unknown:
        sys.exit(f"no such step: {', '.join(unknown)} (./test --list shows them)")
    REPORTS.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    for name, function in STEPS.items():
        if name in wanted or (not wanted and name not in ON_REQUEST):
            function(tally)
    for name in tally.failed:
        print(f"failed: {name}")
    for reason, count in sorted(tally.skipped.items()):
        print(f"skipped {count}: {re.sub(r'[ ]+', ' ', reason)}")
    print(f"{tally.passed} passed, {len(tally.failed)} failed, "
          f"{sum(tally.skipped.values())} skipped")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
