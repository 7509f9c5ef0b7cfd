#!/usr/bin/env python3
"""No page may ask another host: check_local.py ROOT looks for addresses in what a browser loads.

Reads the sources of the web application, and its built files where they exist.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
# Names, not addresses: a browser does not load them.
NAMES = ("http://www.w3.org/", "https://react.dev/errors/", "https://mantine.dev/theming/", "http://localhost")
ADDRESS = re.compile(r"https?://[^\s\"'`)<>\\]+")


def loaded_files():
    web = ROOT / "web" / "app"
    yield web / "index.html"
    for path in sorted([*(web / "src").rglob("*"), *(web / "dist").rglob("*")]):
        if path.suffix in {".html", ".css", ".js", ".ts", ".tsx", ".svg"} and ".test." not in path.name:
            yield path


def main():
    failures = 0
    for path in loaded_files():
        for address in ADDRESS.findall(path.read_text(errors="replace")):
            if not address.startswith(NAMES):
                print(f"{path.relative_to(ROOT)}: {address}")
                failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
