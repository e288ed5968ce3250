"""
test_pages.py -- every page of the source's page in every language, and in two
that nobody speaks: as HTML, and as a reader meets it in a browser that runs no
script.  usage: test_pages.py BUILD [--shots FOLDER]
"""
import functools
import http.server
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/web"))

import axe
import judge
import pseudo
from browser import By, Keys, chromium, picture, press, scheme, size, skip

if judge.html5lib is None or not shutil.which("tidy"):
    skip("python3-html5lib or tidy is not installed; tests/install.sh test "
         "does it")

BUILD = pathlib.Path(sys.argv[1])
SHOTS = sys.argv[3] if sys.argv[2:3] == ["--shots"] else None
LANGUAGES = ["en", "fr", "pl", "en-XA", "ar-XB"]
MAIN = ["home", "begun", "box-full", "sent", "help"]
STATES = ["home-wrong", "box-nothing", "box-no-part", "refusal-1"]
fails = []


def check(ok, what):
    if not ok:
        fails.append(what)
        print("FAIL:", what, file=sys.stderr)


class Quiet(http.server.SimpleHTTPRequestHandler):
    asked = []

    def log_message(self, *args):
        pass

    def do_GET(self):
        Quiet.asked.append(self.path)
        super().do_GET()


def make(folder):
    shutil.copytree(BUILD / "share/locale", folder / "locale")
    pseudo.make(ROOT / "intake/serve/view/po/tipline.pot", folder / "locale")
    pages = folder / "pages"
    pages.mkdir()
    subprocess.run([BUILD / "tests/source_pages", folder / "locale", pages],
                   check=True)
    return pages


def read_all(pages):
    files = sorted(pages.glob("*.html"))
    check(len(files) == len(LANGUAGES) * len({f.name.split(".")[0]
                                              for f in files}),
          "not every page is there in every language")
    for f in files:
        lang = f.name.split(".")[1]
        for line in judge.problems(f.read_text(), lang):
            check(False, f"{f.name}: {line}")
        if lang in ("en-XA", "ar-XB"):
            for piece in judge.untranslated(f.read_text()):
                check(False, f"{f.name} is not translated: {piece!r}")
    css = (pages / "style.css").read_text()
    check("url(" not in css and "@import" not in css, "the style loads things")
    print(f"{len(files)} pages are valid and whole")
    return [f.name for f in files]


class Reader:
    def __init__(self, d, port):
        self.d, self.at = d, f"http://127.0.0.1:{port}/"

    def open(self, page, width=1200):
        size(self.d, width, 900)
        self.d.get(self.at + page)

    def overflow(self):
        """How much wider than the window the page is, and stays: for a moment
        behind a new size of the window it may have been laid out for the old
        one."""
        for _ in range(100):
            m = self.d.execute_cdp_cmd("Page.getLayoutMetrics", {})
            wider = (m["cssContentSize"]["width"] -
                     m["cssLayoutViewport"]["clientWidth"])
            if wider <= 0:
                break
            time.sleep(0.03)
        return wider

    def whole(self, name, width):
        """A picture of the page from top to bottom."""
        if SHOTS:
            m = self.d.execute_cdp_cmd("Page.getLayoutMetrics", {})
            size(self.d, width, min(int(m["cssContentSize"]["height"]) + 1,
                                    8000))
            picture(self.d, name, SHOTS)


def layouts(r, names):
    """Nothing is wider than the window: 320 pixels, and 640 of a window of
    1280 where letters are twice as large."""
    for name in names:
        page, lang, _ = name.split(".")
        if page in MAIN or lang == "en-XA" and not page.startswith("refusal"):
            for width in (320, 640) if lang == "en-XA" else (320,):
                r.open(name, width)
                wider = r.overflow()
                check(wider <= 0, f"{name}: {wider} pixels too wide at {width}")


def targets(r, names):
    """What is pressed is large enough; WCAG 2.2 asks for 24 pixels."""
    for name in names:
        if name.split(".")[0] not in MAIN or ".en." not in name:
            continue
        r.open(name, 320)
        for e in r.d.find_elements(By.CSS_SELECTOR, "button, input:not("
                                   "[type=hidden]), textarea, .tongues a"):
            box = e.rect
            check(box["height"] >= 24 and box["width"] >= 24,
                  f"{name}: {e.tag_name} {box}")


def keyboard(r):
    """Tab reaches all there is, in the order in which it is read, and shows
    where it is."""
    for page in ("home", "begun", "box-full"):
        r.open(f"{page}.en.html")
        d = r.d
        want = [e.id for e in d.find_elements(
            By.CSS_SELECTOR, "a[href], button, textarea, "
            "input:not([type=hidden]):not([type=radio]), "
            "input:checked[type=radio]")]
        got = []
        for _ in want:
            press(d, Keys.TAB)
            e = d.switch_to.active_element
            got.append(e.id)
            check(e.value_of_css_property("outline-style") != "none" or
                  e.tag_name == "input", f"{page}: no focus to be seen on "
                  f"{e.tag_name} {e.text!r}")
        check(got == want, f"{page}: Tab goes another way: "
              f"{[i for i, (a, b) in enumerate(zip(got, want)) if a != b]}")
    r.open("home.en.html")
    press(r.d, Keys.TAB)
    skip_link = r.d.switch_to.active_element
    check(skip_link.rect["x"] >= 0 and skip_link.text == "Skip to the content",
          "the skip link does not show")
    press(r.d, Keys.ENTER)
    check(r.d.switch_to.active_element.get_attribute("id") == "main",
          "the skip link does not skip")


def paper(r):
    """On paper there is the code name alone."""
    r.open("begun.en.html")
    r.d.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    seen = [e.text for e in r.d.find_elements(By.CSS_SELECTOR, "h1, h2, p, li,"
                                              " label, button")
            if e.is_displayed() and e.value_of_css_property("visibility") ==
            "visible"]
    check([s.split() for s in seen] == [
        "abacus backspin cradle daffodil unfrosted yodel-free zen "
        "walnut".split()], f"on paper: {seen}")
    if SHOTS:
        picture(r.d, "print", SHOTS)
    r.d.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def shots(r):
    if not SHOTS:
        return
    for lang in LANGUAGES:
        for page in MAIN + ["home-wrong", "box-broken", "refusal-1"]:
            for width in (320, 1200):
                r.open(f"{page}.{lang}.html", width)
                r.whole(f"{page}.{lang}.{width}", width)
    for name, features in (("dark", {"prefers_color_scheme": "dark"}),
                           ("forced", {"forced_colors": "active"})):
        scheme(r.d, **features)
        for page in MAIN + ["box-broken"]:
            r.open(f"{page}.en.html")
            r.whole(f"{page}.{name}", 1200)
    scheme(r.d)


def judged(r, names, script):
    """axe-core needs scripts: the same pages, in a browser that runs them.  Not
    the one that waits: loading itself again, which axe-core is against, is what
    it is for."""
    done = 0
    for dark in (False, True):
        scheme(r.d, prefers_color_scheme="dark" if dark else "light")
        for name in names:
            page, lang, _ = name.split(".")
            if lang not in ("en", "fr", "pl") or page not in MAIN + STATES or \
                    lang != "en" and (dark or page not in MAIN):
                continue
            r.open(name, 800)
            for line in axe.violations(r.d, script):
                check(False, f"{name}{' (dark)' if dark else ''}: {line}")
            done += 1
    print(f"axe-core finds nothing in {done} states" if not fails else
          f"axe-core looked at {done} states")


def main():
    with tempfile.TemporaryDirectory() as folder:
        pages = make(pathlib.Path(folder))
        names = read_all(pages)
        site = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Quiet, directory=pages))
        threading.Thread(target=site.serve_forever, daemon=True).start()
        with chromium(1200, 900,
                      "--blink-settings=scriptEnabled=false") as d:
            r = Reader(d, site.server_port)
            layouts(r, names)
            targets(r, names)
            keyboard(r)
            paper(r)
            shots(r)
            r.open("home.en.html")
            check(not d.find_element(By.CSS_SELECTOR, ".scripted")
                  .is_displayed(), "scripts are off and it says they are on")
        script = axe.source()
        with chromium(1200, 900) as d:
            r = Reader(d, site.server_port)
            r.open("home.en.html")
            check(d.find_element(By.CSS_SELECTOR, ".scripted").is_displayed(),
                  "scripts are on and nothing says so")
            if script:
                judged(r, names, script)
        want = {f"/{n}" for n in names} | {"/style.css", "/favicon.ico"}
        check(set(Quiet.asked) <= want, f"asked for: "
              f"{set(Quiet.asked) - want}")


main()
sys.exit(1 if fails else 0)
