"""
test_serve.py -- a source at the page of `tipline serve`, with a browser that
runs no script: first visit, coming back, an answer, a large file in parts, a
connection that breaks.  usage: test_serve.py BUILD FOLDER SOCKET [--shots DIR]

FOLDER is a scenario's: its keys, vault, outbox and replies.  With
TIPLINE_UPLOAD_MB the large files have as many MB; else 20.
"""
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/web"))

import axe
import judge
from breaking import Breaking
from browser import (By, Keys, asked, chromium, picture, press, size, skip,
                     until)

if judge.html5lib is None or not shutil.which("tidy"):
    skip("python3-html5lib or tidy is not installed; tests/install.sh test "
         "does it")

BUILD, T = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
SHOTS = sys.argv[5] if sys.argv[4:5] == ["--shots"] else None
MB = int(os.environ.get("TIPLINE_UPLOAD_MB") or 20)
QUIET_FLAGS = ["--blink-settings=scriptEnabled=false"]


def check(ok, what):
    if not ok:
        raise AssertionError(what)


def tipline(who, *words, vault=True):
    done = subprocess.run(
        [BUILD / "bin/tipline", "--json", "-i", T / f"{who}.key",
         *(["-C", T / "vault"] if vault else []), *words],
        capture_output=True, text=True)
    check(done.returncode in (0, 5), f"{words}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


class Desk:
    """Takes what came, and answers."""

    def __init__(self):
        self.seen = set()

    def take(self):
        """The files of the one submission that is new: their names, and
        where they lie now."""
        tipline("desk", "take", T / "outbox")
        new = [s["submission"] for s in tipline("desk", "list", "--all")
               if s.get("submission") and s["submission"] not in self.seen]
        check(len(new) == 1, f"{len(new)} new submissions, not one")
        self.seen |= set(new)
        self.newest = new[0]
        out = T / f"opened-{len(self.seen)}"
        names = [i["name"] for i in tipline("desk", "show", new[0])[0]["items"]
                 if i["what"] == "file"]
        tipline("desk", "open", new[0], "--original", "-o", out)
        return names, sorted(out.glob("*.original"))

    def answer(self, text):
        tipline("desk", "reply", self.newest, "--message", text, "--outbox",
                T / "replies")


class Source:
    """One browser."""

    def __init__(self, d, port):
        self.d, self.at = d, f"http://127.0.0.1:{port}"
        self.sent = set()

    def open(self, path):
        self.d.get(self.at + path)
        self.judged()
        if path not in self.sent:
            self.sent.add(path)
            self.as_sent(path)

    def as_sent(self, path):
        """The very bytes are a valid document."""
        cookie = "; ".join(f"{c['name']}={c['value']}"
                           for c in self.d.get_cookies())
        with urllib.request.urlopen(urllib.request.Request(
                self.at + path, headers={"Cookie": cookie})) as answer:
            text = answer.read().decode()
        lang = re.search(r'<html lang="([^"]+)"', text).group(1)
        for line in judge.problems(text, lang):
            check(False, f"{path}: {line}")

    def judged(self):
        """Whatever page there is now is valid and whole as it was sent."""
        lang = self.d.find_element(By.TAG_NAME, "html").get_attribute("lang")
        for line in judge.of_whole_page(self.d.page_source, lang):
            check(False, f"{self.heading()}: {line}")

    def heading(self):
        return self.find("h1").text

    def find(self, selector):
        return self.d.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.d.find_elements(By.CSS_SELECTOR, selector)

    def press(self, form, button="button[type=submit]:not([formaction])"):
        """The button of a form; the page behind it."""
        old = self.find("html")
        self.find(f"form[action='{form}'] {button}").click()
        until(f"an answer to {form}", lambda: self.find("html") != old and
              self.all("h1"), 120)
        self.judged()

    def notice(self):
        return " ".join(e.text for e in self.all(".notice .head"))

    def files(self, selector, *paths):
        self.find(selector).send_keys("\n".join(str(p) for p in paths))

    def begin(self):
        self.open("/")
        check(not self.d.get_cookies(), "a cookie before there is a code name")
        self.press("/begin")
        words = [e.text for e in self.all(".words span")]
        check(len(words) == 8 and all(re.fullmatch("[a-z-]+", w)
                                      for w in words), f"words: {words}")
        return words

    def enter(self, words):
        self.open("/")
        self.find("#words").send_keys(words)
        self.press("/enter")

    def shot(self, name):
        picture(self.d, name, SHOTS)


def made(name, n, seed):
    """A file of n bytes that no second one is like."""
    path = T / name
    with open(path, "wb") as f:
        r = random.Random(seed)
        for _ in range(0, n, 1 << 20):
            f.write(r.randbytes(min(1 << 20, n - f.tell())))
    return path


def sum_of(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest() if hasattr(
            hashlib, "file_digest") else hashlib.sha256(f.read()).hexdigest()


def first_visit(s, desk):
    """A message and two files; the code name is shown once."""
    words = s.begin()
    s.shot("begun")
    page = s.d.page_source
    # One of them may be a part of the page's own words.
    check(any(page.count(w) == 1 for w in words),
          "the words stand elsewhere, too")
    # A reload asks for the page again, as a browser does when told to.
    s.d.refresh()
    check(not s.all(".words") and not all(w in s.d.page_source for w in words),
          "a reload shows the code name again")
    check("once" in s.notice(), f"after a reload: {s.notice()!r}")
    s.find("#message").send_keys("Za\u017c\u00f3\u0142\u0107 <b>& \"all\"\nsecond line")
    two = [made("one.pdf", 70000, 1), made("two words.txt", 11, 2)]
    s.files("#files", *two)
    s.press("/send")
    check(s.heading() == "We have it", s.heading())
    check("Your message and 2 files" in s.find(".lead").text,
          s.find(".lead").text)
    s.shot("sent")
    names, files = desk.take()
    check({"one.pdf", "two words.txt"} <= set(names),
          f"names: {names}")
    sums = {sum_of(f) for f in files}
    check({sum_of(f) for f in two} <= sums, "the files are others")
    check(any("Za\u017c\u00f3\u0142\u0107 <b>& \"all\"" in
              f.read_bytes().decode("utf-8", "replace")
              for f in files), "the message is another")
    return words


def nothing(s):
    """Sent with nothing: said at the fields."""
    s.open("/box")
    s.press("/send")
    check(s.notice() == "Nothing was sent.", s.notice())
    check("told" in s.find("#message").get_attribute("aria-describedby"),
          "the field does not know of the error")


def leave(s):
    s.open("/box")
    s.press("/leave")
    check(s.notice() == "You have left.", s.notice())
    s.open("/box")
    check(s.notice() == "Your visit has ended.", s.notice())


def wrong_words(s, words):
    """A slip is told without asking anybody."""
    s.enter(" ".join(words[1:2] + words[:1] + words[2:]))
    check(s.heading() == "Write to us in confidence" and s.find("#words")
          .get_attribute("aria-invalid") == "true", "a slip is let in")
    s.shot("wrong")
    s.enter("nobody " + " ".join(words[1:]))
    check("Word 1 is in no code name" in s.find("#words-error").text,
          s.find("#words-error").text)
    s.enter(" ".join(words[:3]))
    check("there were 3" in s.find("#words-error").text,
          s.find("#words-error").text)


def answered(s, desk, words):
    """An answer is read, and deleted for good."""
    text = "Thank you.\n\nWhich year?\n- 2019\n- <2020>"
    desk.answer(text)
    s.enter("  ".join(words).upper())
    check([e.text for e in s.all("article .prose p")] ==
          ["Thank you.", "Which year?"], "the answer is another")
    check([e.text for e in s.all("article li")] == ["2019", "<2020>"],
          "the points of the answer are others")
    s.shot("answer")
    s.press("/delete")
    check(s.notice() == "The answer is deleted." and not s.all("article"),
          "the answer is still there")
    check(not list((T / "replies").glob("*.reply")), "so is its file")
    s.open("/box?l=pl")
    check(s.heading() == "Twoja strona", s.heading())


def in_parts(s, desk):
    """The commands of the help page, as it gives them."""
    s.open("/help/parts")
    command = s.find("pre").text
    check(command == "split -b 100m FILE FILE.", command)
    large = made("large.bin", MB * 1000000, 3)
    subprocess.run(command.replace("100m", f"{MB * 300000}").replace(
        "FILE", large.name), shell=True, check=True, cwd=T)
    parts = sorted(T.glob("large.bin.a?"))
    check(len(parts) == 4, f"{len(parts)} parts")
    s.open("/box")
    s.files("#parts", *parts[2:])
    s.press("/part")
    check(s.notice() == "The parts have arrived.", s.notice())
    s.files("#parts", *parts[:2])
    s.press("/part")
    shown = [e.text.split(",")[0] for e in s.all(".parts label")]
    check(shown == [p.name for p in parts], f"the order: {shown}")
    s.shot("parts")
    s.find("#name").send_keys("whole.bin")
    s.press("/join")
    check(s.heading() == "We have it", s.heading() + s.notice())
    names, files = desk.take()
    check(names == ["whole.bin"] and sum_of(files[0]) == sum_of(large), f"{names}, {files}")
    s.open("/box")
    check(not s.all(".parts"), "parts are left")


def breaks(s, wire):
    """The connection breaks in a large file, and with it the browser ends."""
    large = made("film.mp4", MB * 1000000, 4)
    s.open("/box")
    s.files("#files", large)
    wire.after(MB * 600000)
    s.find("form[action='/send'] button").click()
    check(wire.broke.wait(120), "the connection did not break")
    return large


def gone_on(back, desk, words, large):
    """The source comes back in another browser, reads what arrived, and sends
    the rest."""
    back.enter("-".join(words))
    until("what arrived is listed", lambda: back.open("/box") or
          back.all(".parts li") and back.all(".rest"))
    back.shot("broken")
    command = back.find(".rest pre").text
    arrived = int(re.search(r"\+(\d+)", command).group(1)) - 1
    check(MB * 500000 < arrived <= MB * 600000,
          f"{arrived} of {MB * 600000} bytes are told")
    subprocess.run(command.replace("FILE", large.name), shell=True, check=True,
                   cwd=T)
    back.files("#parts", T / "film.mp4.rest")
    back.press("/part")
    check([e.text.split(",")[0] for e in back.all(".parts label")] ==
          ["film.mp4", "film.mp4.rest"], "the order of the two")
    back.find("#name").send_keys("film.mp4")
    back.press("/join")
    check(back.heading() == "We have it", back.heading() + back.notice())
    names, files = desk.take()
    check(names == ["film.mp4"] and sum_of(files[0]) == sum_of(large),
          f"{names}, {files}")
    return arrived


def dropped(s):
    s.open("/box")
    s.files("#parts", made("never.txt", 5000, 5))
    s.press("/part")
    s.press("/join", "button[formaction='/drop']")
    check(s.notice() == "The parts are destroyed." and not s.all(".parts"),
          s.notice())


def by_keys_alone(s, words):
    """In with the code name, and something sent, without a mouse."""
    s.open("/")
    check(s.heading() == "Your page", "the visit did not last")
    press(s.d, Keys.TAB)
    press(s.d, Keys.ENTER)              # the skip link
    for _ in range(40):
        press(s.d, Keys.TAB)
        e = s.d.switch_to.active_element
        if e.get_attribute("id") == "message":
            press(s.d, "by keys")
        elif e.tag_name == "button" and e.text == "Send":
            break
    press(s.d, Keys.ENTER)
    until("sent by keys", lambda: s.heading() == "We have it")


def judged_by_axe(port, words):
    """axe-core needs scripts, and its own leave to run on these pages."""
    script = axe.source()
    if script is None:
        return
    with chromium(1000, 900) as d:
        d.execute_cdp_cmd("Page.enable", {})
        d.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
        s = Source(d, port)
        for state in ("home", "begun", "box", "help"):
            if state == "begun":
                s.press("/begin")
            else:
                s.open({"home": "/", "box": "/box?l=fr",
                        "help": "/help/parts?l=pl"}[state])
            found = axe.violations(d, script)
            check(not found, f"{state}: {found}")


def stays_here(d, port):
    """Nothing was asked of anybody else, and the policy stopped nothing."""
    urls = asked(d)
    check(len(urls) > 20, f"only {len(urls)} requests were seen")
    away = [u for u in urls if not u.startswith(f"http://127.0.0.1:{port}/")
            and not u.startswith(("chrome", "data:"))]
    check(not away, f"requests that leave: {away}")
    said = [e["message"] for e in d.get_log("browser")
            if "Content Security Policy" in e["message"]]
    check(not said, f"{said}")


def main():
    wire = Breaking(sys.argv[3])
    desk = Desk()
    with chromium(1200, 900, *QUIET_FLAGS, requests=True) as d:
        s = Source(d, wire.port)
        words = first_visit(s, desk)
        nothing(s)
        leave(s)
        wrong_words(s, words)
        answered(s, desk, words)
        s.open("/box?l=en")
        in_parts(s, desk)
        dropped(s)
        by_keys_alone(s, words)
        desk.take()
        large = breaks(s, wire)
        stays_here(d, wire.port)
    wire.mend()
    with chromium(1200, 900, *QUIET_FLAGS) as d:
        arrived = gone_on(Source(d, wire.port), desk, words, large)
    judged_by_axe(wire.port, words)
    print(f"a file of {MB} MB broke off at {arrived} bytes and was sent on")


main()
