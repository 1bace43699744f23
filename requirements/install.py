"""Makes .venv hold what a lock file names: ``python3 requirements/install.py requirements/build.txt``.

A second argument names another folder than .venv: what notebooks need would slow every start of dbt.

Runs on a bare interpreter, before anything is installed: standard library only, and syntax that an older
Python still reads, so that it can say what is wrong instead of failing on its own first line.
"""

import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STAMP = "installed.txt"  # last to be written, so a set-up cut short leaves none


def fail(message):
    sys.stderr.write(message + "\n")
    sys.exit(1)


def check_interpreter():
    """Stop with what to do where this Python cannot make the environment."""
    if sys.version_info[:2] < OLDEST:
        fail(
            "nianbao needs Python %d.%d or later, and %s is %s.\n"
            "Name a newer one: make build PYTHON=python3.11" % (OLDEST + (sys.executable, sys.version.split()[0]))
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        fail(
            "%s has no venv module, which the set-up needs.\n"
            "On Debian and Ubuntu it is a package of its own: apt install python3-venv" % sys.executable
        )


def read_lines(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().split()
    except OSError:
        return []


def wanted_line(lock):
    """What the stamp says once ``lock`` is installed: this Python, and the very bytes of the lock."""
    with open(lock, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return "%s:%d.%d:%s" % (os.path.basename(lock), sys.version_info[0], sys.version_info[1], digest)


def runs(python):
    """Whether the environment's interpreter still starts (the Python it was made from may be gone)."""
    try:
        return subprocess.call([python, "-c", ""], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(lock, folder=".venv"):
    """Make ``folder``, below the repository's own, hold what ``lock`` names; do nothing where it does."""
    environment = os.path.join(ROOT, folder)
    python, written = os.path.join(environment, "bin", "python"), os.path.join(environment, STAMP)
    stamp, wanted = read_lines(written), wanted_line(lock)
    if wanted in stamp and runs(python):
        return
    # A lock file of the same name but other bytes, another Python, or no stamp at all: start afresh, so that
    # nothing half made or no longer locked stays. Another lock for the same Python is added to what is there.
    name = os.path.basename(lock)
    addable = stamp and not any(line.startswith(name + ":") for line in stamp) and runs(python)
    same_python = all(line.split(":")[1] == wanted.split(":")[1] for line in stamp)
    sys.stderr.write("Setting up %s from %s (once; under a minute)\n" % (folder, os.path.relpath(lock, ROOT)))
    if not (addable and same_python):
        stamp = []
        shutil.rmtree(environment, ignore_errors=True)
        run([sys.executable, "-m", "venv", environment])
    elif os.path.exists(written):
        os.remove(written)
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock])
    with open(written + ".new", "w", encoding="utf-8") as file:
        file.write("\n".join(stamp + [wanted]) + "\n")
    os.replace(written + ".new", written)


def run(command):
    if subprocess.call(command) != 0:
        fail("The set-up failed at: %s\nIt starts afresh at the next run." % " ".join(command))


def main(lock, folder=".venv"):
    check_interpreter()
    import fcntl

    # Two builds started at once on a fresh clone: one sets up, the other waits for it.
    with open(os.path.join(ROOT, folder + ".lock"), "w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        try:
            install(os.path.abspath(lock), folder)
        except KeyboardInterrupt:
            sys.stderr.write("Set-up stopped. It starts afresh at the next run.\n")
            sys.exit(130)


if __name__ == "__main__":
    main(*sys.argv[1:])
