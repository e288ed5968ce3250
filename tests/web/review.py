"""
review.py -- people at a review, in a real browser on the real program: the
first decides with the keys alone, then with the mouse, and signs; the second
sends it back; the first corrects, the second approves.

    python3 review.py [--pictures FOLDER] TIPLINE VAULT FOLDER_OF_KEYS ID
"""
import contextlib
import re
import subprocess
import sys
import time

from browser import (ActionChains, By, Keys, chromium, click, picture, press,
                     size, text, until)

folder = None
d = None


def js(script, *args):
    return d.execute_script(script, *args)


def one(selector):
    return until(selector, lambda: d.find_element(By.CSS_SELECTOR, selector))


def count(selector):
    return len(d.find_elements(By.CSS_SELECTOR, selector))


def tap(keys):
    press(d, keys)


def note(words):
    print(f"  {words}", flush=True)


def settled(seconds=30):
    until("the page stands", lambda: js(
        "return document.querySelector('#findings [role=option]') && "
        "!document.querySelector('#left-scroll[aria-busy]')"), seconds)


def state():
    return d.execute_async_script(
        "const done = arguments[0]; fetch('/api/state').then((r) => r.json())"
        ".then(done);")


def item(name):
    return next(it for it in state()["items"] if it["name"].endswith(name))


@contextlib.contextmanager
def reviewing(who):
    """`tipline review` as this member, and the browser let in by its code."""
    p = subprocess.Popen([tipline, "-C", vault, "-i", f"{keys}/{who}.key",
                          "review", submission, "--no-browser"],
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
    told = ""
    try:
        while not (m := re.search(r"(http://127\.0\.0\.1:\d+/).*?code[^0-9a-z]*"
                                  r"([0-9a-z]{4}(?:-[0-9a-z]{4})+)", told,
                                  re.S)):
            line = p.stdout.readline()
            if not line:
                raise AssertionError(f"no address: {told} {p.stderr.read()}")
            told += line
        d.get(m.group(1))
        one("input[name=token]").send_keys(m.group(2) + Keys.ENTER)
        settled()
        yield m.group(1)
        assert p.wait(30) in (0, 5), f"exit {p.returncode}: {p.stderr.read()}"
    finally:
        p.kill()
        p.communicate()


def tab_to(name):
    """The focus on the element with this id, with Tab alone."""
    for _ in range(200):
        if js("return document.activeElement.id") == name:
            return
        tap(Keys.TAB)
    raise AssertionError(f"Tab never reaches {name}")


def open_item(name):
    """Choose an item in the list, with the mouse."""
    click(d, "#tab-items")
    next(r for r in d.find_elements(By.CSS_SELECTOR, "#items .row") if
         r.find_element(By.CSS_SELECTOR, ".value").text.endswith(name)).click()
    click(d, "#tab-findings")
    until(name, lambda: text(d, "#item-name").endswith(name))
    settled()


def see_all():
    """v, until every sheet was seen; each is looked at before."""
    while (left := state()["unseen"]) > 0:
        settled()
        tap("v")
        until("seen", lambda: state()["unseen"] < left)
    until("the page knows it", lambda: "0 sheets" in text(d, "#counts"))


def sign():
    """Sign; what turns out to be redacted elsewhere is decided first."""
    click(d, "#do-sign")
    until("the question", lambda: count("#sign-dialog[open]"))
    click(d, "#sign-dialog .strong")
    until("an answer", lambda: "Signed" in text(d, ".over") or
          count("#missing-dialog[open]"), 30)
    if not count("#missing-dialog"):
        return
    assert "redacted elsewhere" in text(d, "#missing-dialog")
    picture(d, "elsewhere", folder)
    while left := state()["undecided"]:
        if count("#missing-dialog"):
            click(d, "#missing-dialog li button")
        settled()
        if count(".row[aria-selected=true].s-undecided"):
            tap("a")
            until("decided", lambda: state()["undecided"] < left)
        else:
            tap("n")
    until("the page knows it", lambda: "0 undecided" in text(d, "#counts"))
    sign()


def made(part):
    """What will be released shows this."""
    until(f"{part!r} in what will be released", lambda: part in
          text(d, "#right-scroll"), 30)


# --- the people

def with_the_keys_alone():
    with reviewing("desk"):
        begin = state()
        note(f"{len(begin['items'])} items, {begin['undecided']} undecided, "
             f"{begin['unseen']} sheets")
        assert begin["undecided"] > 10, begin
        picture(d, "keys-1", folder)
        # A reason, a decision; all equal; a word everywhere; one taken back.
        tap("1")
        tap("a")
        until("the first", lambda: state()["undecided"] < begin["undecided"])
        tap("u")
        until("taken back", lambda: state()["undecided"] ==
              begin["undecided"])
        tap("A")
        until("the count", lambda: count("dialog[open]"))
        tap(Keys.ENTER)
        until("all equal", lambda: not count("dialog") and
              state()["undecided"] < begin["undecided"])
        tap("/")
        until("the dialog", lambda: count("#words-dialog[open]"))
        tap("harbour authority" + Keys.ENTER)
        until("the count", lambda: "place" in text(d, "#words-count"))
        tap(Keys.ENTER)
        until("redacted everywhere", lambda: any(
            it["redact"] for it in state()["items"]
            if it["name"].endswith("tip.txt")))
        d.refresh()                     # in the middle
        settled()
        for turn in range(400):
            now = state()
            if now["undecided"] == 0:
                break
            settled()
            here = one(".row[aria-selected=true]")
            if "s-undecided" in here.get_attribute("class"):
                tap("k" if turn % 7 == 6 else "a")
                until("decided", lambda: state()["undecided"] <
                      now["undecided"])
            else:
                tap("n")
        assert state()["undecided"] == 0, state()["undecided"]
        see_all()
        picture(d, "keys-2", folder)
        tab_to("do-close")
        tap(Keys.ENTER)
        until("the question", lambda: count("#close-dialog[open]"))
        tap(Keys.ENTER)
        until("over", lambda: "has ended" in text(d, ".over"), 30)
    note("every finding and sheet with the keys alone")


def drag(x0, y0, x1, y1):
    a = ActionChains(d, duration=20)
    p = a.w3c_actions.pointer_action
    p.move_to_location(int(x0), int(y0))
    p.pointer_down()
    p.move_to_location(int((x0 + x1) / 2), int((y0 + y1) / 2))
    p.move_to_location(int(x1), int(y1))
    p.pointer_up()
    a.perform()


def word_in_picture(word):
    """Where it stands on the screen, on the picture that is shown."""
    return js("""
const [name, word] = arguments;
const { items } = await (await fetch("/api/state")).json();
const i = items.findIndex((it) => it.name.endsWith(name));
const s = await (await fetch(`/api/item/${i}/sheet/1`)).json();
const raw = new TextEncoder().encode(s.text);
const [, , ...box] = s.words.find(([a, b]) => new TextDecoder().decode(
    raw.slice(a - s.start, b - s.start)).startsWith(word));
const r = document.querySelector("#left-scroll .layer").getBoundingClientRect();
return box.map((v, n) => n % 2 ? r.top + v / s.height * r.height :
    r.left + v / s.width * r.width);""", "board.html", word)


def in_a_document():
    """The picture in a web page is its second sheet; words are chosen and a
    box is drawn on it."""
    open_item("board.html")
    click(d, "#sheet-back")         # the first finding is on the picture
    until("the text", lambda: "hung" in text(d, "#left-scroll"))
    made("hung")
    click(d, "#sheet-on")
    until("the picture inside", lambda: js(
        "return document.querySelector('.page img')?.naturalWidth > 0"), 30)
    assert text(d, "#left-nav b") == "Picture 1", text(d, "#left-nav")
    click(d, "#tool-words")
    had = item("board.html")["redact"]
    x0, y0, x1, y1 = word_in_picture("stamp")
    drag(x0 + 1, y0 + 1, x1 - 1, y1 - 1)
    until("the word is redacted", lambda: item("board.html")["redact"] ==
          had + 1)
    until("it is the present finding", lambda: text(
        d, ".row[aria-selected=true] .value").startswith("stamp"))
    click(d, "#tool-box")
    x0, y0, x1, y1 = js("""
const b = document.querySelector("#left-scroll .layer").getBoundingClientRect();
return [b.left, b.top, b.right, b.bottom];""")
    drag(x0 + 1, y0 + (y1 - y0) * .8, x1 - 1, y1 - 2)
    until("the box", lambda: item("board.html")["boxes"] == 1)
    until("it is made", lambda: js(
        "return document.querySelector('#right-scroll img')"
        "?.naturalWidth > 0") and
        text(d, "#made-state") == "made and checked", 30)
    picture(d, "inside", folder)


def with_the_mouse():
    with reviewing("desk") as address:
        assert state()["undecided"] == 0, "what was decided is gone"
        open_item("tip.txt")
        x0, y0, x1, y1 = js("""
const e = [...document.querySelectorAll("#left-scroll [data-i]")]
    .find((e) => e.textContent.includes("investigations desk"));
const r = document.createRange();
const at = e.textContent.indexOf("investigations desk");
r.setStart(e.firstChild, at);
r.setEnd(e.firstChild, at + 19);
const b = r.getBoundingClientRect();
return [b.left, b.top, b.right, b.bottom];""")
        had = item("tip.txt")["redact"]
        drag(x0 + 1, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        until("the words are redacted", lambda: item("tip.txt")["redact"] ==
              had + 1)
        until("it is the present finding", lambda: text(
            d, ".row[aria-selected=true] .value") == "investigations desk")
        made("To the [")
        assert "investigations desk" not in text(d, "#right-scroll")
        click(d, "#left-scroll mark.f")
        click(d, "#do-keep")
        until("kept", lambda: item("tip.txt")["redact"] == had)
        picture(d, "mouse-1", folder)

        open_item("scan.png")
        click(d, "#tool-box")
        until("the picture", lambda: js(
            "return document.querySelector('.page img')?.naturalWidth > 0"),
            30)
        x0, y0, x1, y1 = js("""
const b = document.querySelector("#left-scroll .layer").getBoundingClientRect();
return [b.left, b.top, b.right, b.bottom];""")
        drag(x0 + (x1 - x0) * .1, y0 + 10, x0 + (x1 - x0) * .4, y0 + 60)
        until("the box", lambda: item("scan.png")["boxes"] == 1)
        until("it is made", lambda: js(
            "return document.querySelector('#right-scroll img')"
            "?.naturalWidth > 0") and
            text(d, "#made-state") == "made and checked", 30)
        picture(d, "mouse-2", folder)
        in_a_document()
        open_item("scan.png")
        d.refresh()                     # in the middle
        settled()
        assert text(d, "#item-name").endswith("scan.png"), "another place"
        assert item("scan.png")["boxes"] == 1, "the box is gone"
        two_windows(address)
        see_all()
        sign()
    note("by the mouse: words, a box, a finding; a reload; two windows; signed")


def two_windows(address):
    """The other window decides; this one shows it, and a conflict is told."""
    open_item("tip.txt")
    first = d.current_window_handle
    d.switch_to.new_window("tab")
    size(d, 1280, 800)
    d.get(address + "#" + "1.1")
    settled()
    open_item("tip.txt")
    click(d, "#findings")
    tap(Keys.HOME)
    tap("k")
    until("decided there", lambda: js(
        "return !document.querySelector('#findings-0.s-redact')"))
    d.switch_to.window(first)
    until("it shows here", lambda: count("#findings-0.s-keep"))
    d.switch_to.window(next(w for w in d.window_handles if w != first))
    d.close()
    d.switch_to.window(first)


def sends_it_back():
    with reviewing("two"):
        s = state()
        assert s["mode"] == "approve", s["mode"]
        assert s["standing"]["signed"] == 1, s["standing"]
        assert text(d, "#do-sign") == "Approve"
        until("what it is about", lambda: "what desk decided" in
              text(d, "#notices"))
        click(d, "#do-sign")
        until("unseen sheets are named", lambda: count(
            "#missing-dialog[open] li"))
        picture(d, "second-1", folder)
        tap(Keys.ESCAPE)
        see_all()
        click(d, "#do-return")
        one("#return-text").send_keys("The library tells where she goes.")
        click(d, "#return-dialog .strong")
        until("it is told", lambda: "Sent back" in text(d, ".over"), 30)
    note("the second person sends it back")


def corrects():
    with reviewing("desk"):
        until("the note", lambda: "The library tells where she goes." in
              text(d, "#notices"))
        picture(d, "corrects", folder)
        tap("/")
        until("the dialog", lambda: count("#words-dialog[open]"))
        tap("from a library" + Keys.ENTER)
        until("the count", lambda: "1 place" in text(d, "#words-count"))
        tap(Keys.ENTER)
        until("redacted", lambda: not count("dialog"))
        see_all()
        sign()
    note("the first corrects and signs again")


def approves():
    with reviewing("two"):
        until("what changed is told", lambda: any(
            it["changed"] for it in state()["items"]))
        open_item("tip.txt")
        until("it is marked", lambda: count("#left-scroll mark.changed"))
        picture(d, "second-2", folder)
        see_all()
        sign()
        assert "Enough people" in text(d, ".over"), text(d, ".over")
    note("the second sees what changed, and approves")


def main():
    global d, folder, tipline, vault, keys, submission
    args = sys.argv[1:]
    if args[:1] == ["--pictures"]:
        folder, args = args[1], args[2:]
    tipline, vault, keys, submission = args
    with chromium() as d:
        size(d, 1280, 800)
        for part in (with_the_keys_alone, with_the_mouse, sends_it_back,
                     corrects, approves):
            begin = time.monotonic()
            try:
                part()
            except Exception:
                picture(d, f"fail-{part.__name__}", folder)
                raise
            note(f"    ({time.monotonic() - begin:.1f} s)")


if __name__ == "__main__":
    main()
