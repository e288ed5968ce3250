"""
axe.py -- axe-core, the judge of accessibility, at one version: fetched once
from the npm registry into a cache outside of the tree, and used only when its
bytes are the ones named here.
"""
import base64
import hashlib
import io
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request

VERSION = "4.14.1"
INTEGRITY = ("sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2"
             "S4r76ASyFNNtuFooJpZe37OgudVGtQ==")
URL = f"https://registry.npmjs.org/axe-core/-/axe-core-{VERSION}.tgz"

# WCAG 2.0 and 2.1, A and AA, and what its makers hold to be good practice.
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa",
    "wcag21a", "wcag21aa", "best-practice"] }).then((r) => done(
    r.violations.map((v) => v.id + " (" + v.impact + "): " + v.help + "\\n" +
    v.nodes.slice(0, 4).map((n) => "      " + n.html.slice(0, 160) + "\\n      "
    + n.failureSummary.replace(/\\n/g, " ").slice(0, 300)).join("\\n"))),
    (e) => done(["axe itself: " + e]));
"""


def right(data):
    name, _, digest = INTEGRITY.partition("-")
    return base64.b64encode(hashlib.new(name, data).digest()).decode() == digest


def fetch():
    """The package's bytes, by npm where there is one."""
    if shutil.which("npm"):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["npm", "pack", "--silent", f"axe-core@{VERSION}"],
                           cwd=folder, check=True, timeout=60,
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            return next(pathlib.Path(folder).glob("*.tgz")).read_bytes()
    with urllib.request.urlopen(URL, timeout=30) as answer:
        return answer.read(16 << 20)


def source():
    """The script; None, with a line that says why, when it cannot be had."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or
                         pathlib.Path.home() / ".cache") / "tipline-tests"
    package = cache / f"axe-core-{VERSION}.tgz"
    try:
        if not package.exists() or not right(package.read_bytes()):
            data = fetch()
            if not right(data):
                raise AssertionError(
                    f"axe-core {VERSION} is not what {INTEGRITY} says")
            cache.mkdir(parents=True, exist_ok=True)
            package.write_bytes(data)
    except (OSError, subprocess.SubprocessError, StopIteration) as e:
        print(f"  axe-core cannot be fetched ({e}): accessibility is not "
              "judged by it here")
        return None
    with tarfile.open(fileobj=io.BytesIO(package.read_bytes())) as tar:
        return tar.extractfile("package/axe.min.js").read().decode()


def violations(driver, script):
    """What the present state of the page does wrong: sentences."""
    if not driver.execute_script("return typeof axe === 'object'"):
        driver.execute_script(script)
    return driver.execute_async_script(RUN)
