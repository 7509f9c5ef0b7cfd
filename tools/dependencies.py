#!/usr/bin/env python3
"""Writes docs/dependencies.md from tools/packages.txt and the lock files of npm.

    tools/dependencies.py           writes it, with the versions that are installed here
    tools/dependencies.py --check   fails where the document lacks a dependency or has one too many
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "dependencies.md"
LOCKS = {"web/app": "The web application", "tests": "Tests"}


def debian_packages():
    lines = (ROOT / "tools" / "packages.txt").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def debian_version(package):
    shown = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], text=True,
                           capture_output=True)
    return shown.stdout.strip() or "not installed here"


def npm_packages(folder):
    """Direct dependencies with the version that the lock file pins."""
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    direct = {**lock[""].get("dependencies", {}), **lock[""].get("devDependencies", {})}
    return {name: lock[f"node_modules/{name}"]["version"] for name in sorted(direct)}


def rows(pairs):
    return "".join(f"| `{name}` | {version} |\n" for name, version in pairs)


def document():
    text = ("# Dependencies\n\n"
            "Written by `tools/dependencies.py`. The program links Debian's libraries, which Debian "
            "keeps secure; the web\napplication is built from npm packages pinned by lock files. "
            "Nothing is fetched at run time.\n\n"
            "## Debian 12\n\n| Package | Version |\n|---|---|\n")
    text += rows((package, debian_version(package)) for package in debian_packages())
    for folder, title in LOCKS.items():
        text += f"\n## {title} (`{folder}/package-lock.json`)\n\n| Package | Version |\n|---|---|\n"
        text += rows(npm_packages(folder).items())
    return text


def named(text):
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


def main():
    if "--check" not in sys.argv:
        DOCUMENT.write_text(document())
        return 0
    wanted = set(debian_packages()).union(*(npm_packages(folder) for folder in LOCKS))
    text = DOCUMENT.read_text()
    wrong = [f"{name} {version}" for folder in LOCKS for name, version in npm_packages(folder).items()
             if f"| `{name}` | {version} |" not in text]
    different = sorted(wanted ^ named(text)) + wrong
    for name in different:
        print(f"docs/dependencies.md: {name}; run tools/dependencies.py")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
