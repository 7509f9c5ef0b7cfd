#!/usr/bin/env python3
"""Breaks one rule of the house at a time and expects its test to fail: mutations.py [NAME...].

Works on a copy below build/mutations/. Reports to stdout, one line a mutation, and exits with 1 when
one survives or cannot be applied. The format of a mutation: tests/mutations/README.md.
"""
import os
import pathlib
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
TREE = ROOT / "build" / "mutations" / "tree"


def run(command, log=None, timeout=300):  # Seconds: a test that a mutation hangs has failed.
    # The copy's objects are those of the original but for the mutated file: ccache gives them.
    environment = dict(os.environ, CCACHE_BASEDIR=str(ROOT), CCACHE_NOHASHDIR="1")
    return subprocess.run(command, shell=True, cwd=TREE, env=environment, stdin=subprocess.DEVNULL,
                          stdout=log or subprocess.DEVNULL, stderr=subprocess.STDOUT,
                          timeout=timeout).returncode


def copy_tree():
    """Brings the copy up to date, leaving alone what is equal so that little is built again."""
    tracked = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True,
                             capture_output=True, check=True).stdout.splitlines()
    wanted = {name for name in tracked if (ROOT / name).is_file()}
    for name in wanted:
        source, target = ROOT / name, TREE / name
        content = source.read_bytes()
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(source.stat().st_mode)
    for path in TREE.rglob("*"):
        name = path.relative_to(TREE).as_posix()
        if path.is_file() and not name.startswith(("build/", ".git/")) and name not in wanted:
            path.unlink()
    deps = TREE / "build" / "deps"
    deps.parent.mkdir(parents=True, exist_ok=True)
    if not deps.is_symlink():
        deps.symlink_to(ROOT / "build" / "deps")
    if not (TREE / ".git").exists():
        run("git init -q")
    run("git add -A")  # tools/tidy.py asks git for the files.


def build(target, log):
    if not (TREE / "build/dev/build.ninja").exists() and run("cmake --preset dev", log):
        return False
    return run(f"cmake --build --preset dev --target {target}", log, timeout=3600) == 0


def verdict(mutation, log):
    """None when the mutation turned its test red, else what is wrong."""
    path = TREE / mutation["file"]
    text = path.read_text()
    if text.count(mutation["find"]) != 1:
        return f"its text is found {text.count(mutation['find'])} times in {mutation['file']}"
    path.write_text(text.replace(mutation["find"], mutation["replace"]))
    try:
        if "target" not in mutation:
            return None if run(mutation["test"], log) != 0 else "its check still passes"
        if not build(mutation["target"], log):
            return "it does not build"
        test = f"build/dev/{mutation['target']} --gtest_brief=1 --gtest_filter='{mutation['test']}'"
        return None if run(test, log) != 0 else "its test still passes"
    except subprocess.TimeoutExpired:
        return None  # A test that never ends has not passed.
    finally:
        path.write_text(text)


def passes_without(mutations, log):
    """Whether every named test exists and passes on the unbroken copy."""
    for target in sorted({m["target"] for m in mutations if "target" in m}):
        tests = ":".join(m["test"] for m in mutations if m.get("target") == target)
        if not build(target, log):
            return f"{target} does not build"
        if run(f"build/dev/{target} --gtest_brief=1 --gtest_filter='{tests}'", log) != 0:
            return f"{target} fails unbroken"
        for mutation in mutations:
            if mutation.get("target") == target and run(
                    f"build/dev/{target} --gtest_list_tests --gtest_filter='{mutation['test']}'"
                    " | grep -q '^  '", log) != 0:
                return f"no test is named {mutation['test']}"
    for mutation in mutations:
        if "target" not in mutation and run(mutation["test"], log) != 0:
            return f"fails unbroken: {mutation['test']}"
    return None


def main():
    files = sorted((ROOT / "tests" / "mutations").glob("*.toml"))
    chosen = {f.stem: tomllib.loads(f.read_text()) for f in files
              if len(sys.argv) < 2 or f.stem in sys.argv[1:]}
    TREE.mkdir(parents=True, exist_ok=True)
    copy_tree()
    with (TREE.parent / "log").open("w") as log:
        if problem := passes_without(list(chosen.values()), log):
            print(f"FAILED unbroken: {problem} (build/mutations/log)")
            return 1
        failed = 0
        for name, mutation in chosen.items():
            started = time.monotonic()
            problem = verdict(mutation, log)
            failed += problem is not None
            print(f"{'ok    ' if problem is None else 'FAILED'} {name}: {problem or 'caught'} "
                  f"({time.monotonic() - started:.0f} s)", flush=True)
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
