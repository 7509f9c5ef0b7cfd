#!/usr/bin/env python3
"""The rules of the house that no compiler checks: tidy.py ROOT exits 1 and says where."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])
FUNCTION_LINES_MAX = 70


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", "--", *patterns], cwd=ROOT, text=True,
                         capture_output=True, check=True).stdout
    return [ROOT / line for line in out.splitlines()]


def room_of(path):
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "src" else parts[0]


def cpp_problems(path):
    room = room_of(path)
    is_test = path.name.endswith(("_test.cc", "_test.h")) or room in {"testing", "tests"}
    text = path.read_text()
    for number, line in enumerate(text.splitlines(), 1):
        code = line.split("//", 1)[0]
        if len(line) > 100 and "R\"" not in text:
            yield number, "line over 100 columns"
        if re.search(r"\b(FIXME|TODO|XXX|HACK)\b", line):
            yield number, "leftover marker"
        if re.search(r"\bco_(await|return|yield)\b", code) and room != "net":
            yield number, "coroutines live in net/"
        if re.search(r"#include <boost/(asio|beast)", code) and room != "net":
            yield number, "Asio and Beast live in net/"
        if re.search(r"#include <boost/", code) and path.suffix == ".h" and not path.name.endswith(
                ("describe.h", "_view.h", "_json.h")) and room != "net":
            yield number, "Boost headers stay out of headers"
        if "std::cout" in code and room not in {"app", "bench"} and not is_test:
            yield number, "std::cout outside app/"
        if is_test and re.search(r"\b(sleep_for|sleep_until|usleep|nanosleep)\b", code):
            yield number, "a test sleeps"
        if re.search(r"system_clock::now|\btime\(nullptr\)", code) and not (
                room in {"base", "net", "bench", "testing"} or is_test):
            yield number, "time comes from a Clock"
    for number, length in long_functions(text):
        yield number, f"function of {length} lines"


def long_functions(text):
    """Top-level blocks that look like function bodies and are longer than they may be."""
    start = None
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"[A-Za-z].*\) (const )?(noexcept )?(override )?\{$|    : .*\{$|.*\) \{$", line) and \
                not line.startswith((" ", "namespace")):
            start = number
        elif line == "}" and start is not None:
            if number - start > FUNCTION_LINES_MAX and "TEST" not in text.splitlines()[start - 1]:
                yield start, number - start
            start = None


def document_problems(path):
    text = path.read_text()
    for number, line in enumerate(text.splitlines(), 1):
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", line):
            if "://" not in link and not link.startswith(("mailto:", "/")):
                if not (path.parent / link).exists():
                    yield number, f"links to the missing {link}"


def main():
    failures = 0
    sources = tracked("src/*.h", "src/*.cc", "bench/*.cc", "fuzz/*.cc")
    includes = {m for p in sources for m in re.findall(r'#include "([^"]+)"', p.read_text())}
    checks = [(p, cpp_problems) for p in sources]
    checks += [(p, document_problems) for p in tracked("*.md")]
    for path, check in checks:
        for number, why in check(path):
            print(f"{path.relative_to(ROOT)}:{number}: {why}")
            failures += 1
    for path in sources:
        name = str(path.relative_to(ROOT / "src")) if path.is_relative_to(ROOT / "src") else ""
        if name.endswith(".h") and name not in includes:
            print(f"src/{name}: nobody includes this header")
            failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
