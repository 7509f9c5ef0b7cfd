#!/usr/bin/env python3
"""clang-tidy over every source: lint.py ROOT [ROOM...] exits 1 and says where.

Most of clang-tidy's time goes into headers, so sources of a room whose file-local names do not clash
are read as one translation unit; that takes a third of the time of one by one. A room's tests are a
room of their own here: `net_test`. LINT_JOBS says how many are read at once (every core, unless told).
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
ROOMS = sys.argv[2:]
JOBS = int(os.environ.get("LINT_JOBS", os.cpu_count()))
UNITS = ROOT / "build" / "lint"
UNIT_BYTES_MAX = 150_000
UNIT_FILES_MAX = 14
# Of no meaning where a source is included by another.
LEFT_OUT = ("misc-definitions-in-headers", "misc-use-internal-linkage", "misc-use-anonymous-namespace",
            "misc-unused-using-decls", "bugprone-suspicious-include")
# A test states that a value is there with ASSERT_TRUE, which the first cannot see through; where the
# statement is missing, the test dies of it and is red all the same. The second is getenv, for where
# the shared data is. The third asks for reserve() before loops of three rounds.
LEFT_OUT_OF_TESTS = ("bugprone-unchecked-optional-access", "concurrency-mt-unsafe",
                     "performance-inefficient-vector-operation")
FLAGS = ["-std=c++20", f"-I{ROOT}/src", "-isystem", "/usr/include/postgresql",
         "-isystem", f"{ROOT}/build/deps/phonenumber/usr/include",
         "-DFMT_SHARED", "-DSPDLOG_COMPILED_LIB", "-DSPDLOG_FMT_EXTERNAL", "-DSPDLOG_SHARED_LIB",
         "-DUSE_OS_TZDB=1", "-DHAS_STRING_VIEW=1", "-DONLY_C_LOCALE=1",
         "-DSIMDJSON_THREADS_ENABLED=1", "-DGTEST_HAS_PTHREAD=1", '-DTL_VERSION="0"',
         f'-DTL_SOURCE_DIR="{ROOT}"']


NO_NAME = ("//", "#", "}", "namespace", "using", "TEST", "INSTANTIATE_TEST_SUITE_P")


def local_names(text):
    """Names that may stand once in a translation unit."""
    names = {".".join(test) for test in re.findall(r"^TEST(?:_[FP])?\((\w+),\s*(\w+)", text, re.M)}
    names |= set(re.findall(r"^(?:class|struct|enum class|enum)\s+(\w+)|^using (\w+) =", text, re.M))
    names = {"".join(name) for name in names}
    inside = False
    for line in text.splitlines():
        if line == "namespace {":
            inside = True
        elif line.startswith("}  // namespace"):
            inside = False
        elif line and not line[0].isspace() and not line.startswith(NO_NAME):
            name = re.search(r"\b([A-Za-z_]\w*)\s*(?:\(|=|\{|;|\[)", line)
            if name and (inside or line.startswith(("static", "constexpr", "const "))):
                names.add(name.group(1))
    return names


def units():
    grouped = {}
    files = subprocess.run(["git", "ls-files", "src/*.cc"], cwd=ROOT, text=True, capture_output=True,
                           check=True).stdout.split()
    for path in files:
        text = (ROOT / path).read_text()
        names = local_names(text)
        room = path.split("/")[1] + ("_test" if path.endswith("_test.cc") else "")
        if ROOMS and room not in ROOMS:
            continue
        for unit in grouped.setdefault(room, []):
            if (not unit["names"] & names and len(unit["files"]) < UNIT_FILES_MAX
                    and unit["bytes"] + len(text) < UNIT_BYTES_MAX):
                break
        else:
            unit = {"names": set(), "files": [], "bytes": 0}
            grouped[room].append(unit)
        unit["names"] |= names
        unit["files"].append(path)
        unit["bytes"] += len(text)
    UNITS.mkdir(parents=True, exist_ok=True)
    for room, made in grouped.items():
        for number, unit in enumerate(made):
            path = UNITS / f"{room}_{number}.cc"
            path.write_text("".join(f'#include "{file[4:]}"\n' for file in unit["files"]))
            yield path


def read(path):
    left_out = LEFT_OUT + (LEFT_OUT_OF_TESTS if "_test_" in path.name else ())
    checks = ",".join("-" + check for check in left_out)
    run = subprocess.run(["clang-tidy-19", "--quiet", f"--checks={checks}", str(path), "--", *FLAGS],
                         cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return run.returncode, run.stdout


def tidied(path):
    """Whether something was found, and what. Sources that do not compile together are read alone."""
    code, said = read(path)
    lines = path.read_text().splitlines(keepends=True)
    if "[clang-diagnostic-error]" not in said or len(lines) == 1:
        return code != 0, said
    found, all_said = False, ""
    for number, line in enumerate(lines):
        alone = path.with_name(f"{path.stem}_{number}.cc")
        alone.write_text(line)
        code, said = read(alone)
        found, all_said = found or code != 0, all_said + said
    return found, all_said


def bytes_of(path):
    return sum((ROOT / "src" / line.split('"')[1]).stat().st_size
               for line in path.read_text().splitlines())


def main():
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=JOBS) as pool:
        for found, said in pool.map(tidied, sorted(units(), key=bytes_of, reverse=True)):
            failures += found
            if said.strip():
                print(said, flush=True)
    print(f"{failures} of the units have findings" if failures else "clean")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
