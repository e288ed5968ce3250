"""
test_page.py -- the review's page in a real browser on mock.py: what keys and
the pointer do, what is told when something goes wrong, and that axe-core finds
nothing in any state.

    python3 test_page.py [--pictures FOLDER] [NAME...]
"""
import json
import sys
import time

import axe
from browser import (ActionChains, By, Keys, chromium, click, picture, press,
                     scheme, shift, size, text, until)
import mock

folder = None
judge = None            # axe-core's script
d = None                # the browser
review = None           # what the mock knows
address = ""


# --- the kit

def js(script, *args):
    return d.execute_script(script, *args)


def one(selector):
    return d.find_element(By.CSS_SELECTOR, selector)


def count(selector):
    return len(d.find_elements(By.CSS_SELECTOR, selector))


def start(place="", lang="en", many=0, width=1280, height=800,
          pictures=False):
    global review, address
    review = mock.Review(many, pictures)
    server = mock.serve(review)
    address = f"http://127.0.0.1:{server.server_port}/"
    size(d, width, height)
    scheme(d)
    d.get(f"{address}?lang={lang}{'#' + place if place else ''}")
    settled()


def settled():
    until("the page stands", lambda: js(
        "return document.querySelector('#findings [role=option]') && "
        "!document.querySelector('[aria-busy]')"))


def tap(keys):
    press(d, keys)


def posts(path):
    return [q for p, q in review.log if p == "/api/" + path]


def posted(path, n=1):
    """The n-th request of this kind."""
    return until(f"{n} x {path}", lambda: len(posts(path)) >= n and
                 posts(path)[n - 1])


def said(part):
    until(f"'{part}' is said", lambda: part in text(d, "#say"))


def same(got, want, what):
    assert got == want, f"{what}: {got!r}, not {want!r}"


def find(value, i=0):
    return next(f for f in review.items[i].findings if f["value"] == value)


def raw(i, q):
    return review.items[i].raw[q["start"]:q["end"]].decode()


def place_of(script_range):
    """Middle of the rectangle of a range, as [x, y]."""
    return js("const r = (" + script_range + ").getBoundingClientRect();"
              "return [r.left, r.top, r.right, r.bottom]")


def drag(from_x, from_y, to_x, to_y):
    a = ActionChains(d, duration=20)
    a.w3c_actions.pointer_action.move_to_location(int(from_x), int(from_y))
    a.w3c_actions.pointer_action.pointer_down()
    a.w3c_actions.pointer_action.move_to_location(
        int((from_x + to_x) / 2), int((from_y + to_y) / 2))
    a.w3c_actions.pointer_action.move_to_location(int(to_x), int(to_y))
    a.w3c_actions.pointer_action.pointer_up()
    a.perform()


def judged(state):
    """No violation in the present state."""
    picture(d, state, folder)
    if judge:
        found = axe.violations(d, judge)
        assert not found, f"axe-core in '{state}':\n    " + "\n    ".join(found)


# --- what is shown

def hidden_characters_show_and_no_document_becomes_html():
    start()
    shown = text(d, "#left-scroll .text")
    for name in ("U+202E", "U+202C", "U+200B"):
        assert name in shown, f"{name} does not show in {shown!r}"
    for c in "\u202e\u202c\u200b":
        assert c not in shown, f"{c!r} stands in the page"
    assert "<script>alert(\"x\")</script>" in shown, "the text is not whole"
    same(count("#left-scroll script"), 0, "scripts of the document")
    assert "\U0001f469\u200d\U0001f4bb" in shown, "an emoji was taken apart"
    # What the page adds (chips, words for a screen reader) apart, the text
    # is the document's own.
    whole = js("""return [...document.querySelectorAll(
        "#left-scroll [data-i]:not(.chip)")].map((e) =>
        e.textContent).join("")""")
    for c in "\u202e\u202c\u200b":
        assert c not in whole
    same(whole, "".join(c for c in mock.LETTER.replace("\r\n", "\n")
                        if c not in "\u202e\u202c\u200b"), "the text")


def bytes_and_letters_agree():
    start()
    samples = ["", "abc", "a\u0301z\u00e9\u0105", "\U0001f469\u200d\U0001f4bbx",
               "\r\na\tb\r\n", "\u05e9\u202eab\u202c", "\u20ac" * 50,
               "\U0001d538\u0301\U0001f1f5\U0001f1f1"]
    got = d.execute_async_script("""
const [samples, done] = arguments;
import("/static/utf8.js").then(({ Ruler, stepped }) => done(samples.map((s) => {
	const r = new Ruler(s, 1000);
	const bytes = [], back = [];
	let i = 0;
	for (const c of s) {
		bytes.push(r.byte(i));
		back.push(r.index(r.byte(i)) === i);
		i += c.length;
	}
	bytes.push(r.byte(s.length));
	const steps = [];
	for (i = 0; i < s.length; steps.push(i))
		i = stepped(s, i, "letter", 1);
	const down = [];
	for (i = s.length; i > 0; down.unshift(i))
		i = stepped(s, i, "letter", -1);
	return { bytes, back: back.every((b) => b), steps, down };
})));""", samples)
    for s, g in zip(samples, got):
        want = [1000 + len(s[:k].encode()) for k in range(len(s) + 1)]
        same(g["bytes"], want, f"bytes of {s!r}")
        assert g["back"], f"a byte of {s!r} does not lead back"
        same(([0] + g["steps"])[:-1], g["down"], f"letters of {s!r}")
    same(len(got[3]["steps"]), 2, "letters of an emoji and an x")


def each_kind_of_item_has_its_form():
    start("2.1")
    same(count("#left-scroll table.sheet tr"), 14, "rows of the CSV file")
    assert "Nowak; " in text(d, "#left-scroll tr:nth-child(3) td:nth-child(2)")
    for place, selector in (("3.1", ".mail-head .field"),
                            ("4.1", ".page img"), ("5.1", ".page img"),
                            ("6.1", "audio")):
        js("location.hash = arguments[0]", place)
        d.refresh()
        settled()
        until(f"{selector} in item {place}",
              lambda: count("#left-scroll " + selector))
        until("the other pane", lambda: text(d, "#made-state") ==
              "made and checked")
        judged(f"item-{place[0]}")


# --- keys

def the_keys_do_what_the_help_says():
    start()
    tap("n")
    same(text(d, ".row[aria-selected=true] .value"),
         "mara.lindqvist@example.org", "after n")
    tap("p")
    same(text(d, ".row[aria-selected=true] .value"), "Mara Lindqvist",
         "after p")
    tap("1")
    same(posted("decide")["reason"], "source", "the reason of 1")
    tap("a")
    q = posted("decide", 2)
    same((q["decision"], raw(0, q["findings"][0])),
         ("redact", "Mara Lindqvist"), "a")
    tap("k")
    same(posted("decide", 3)["decision"], "keep", "k")
    same(find("Mara Lindqvist")["reason"], "source", "the reason stays")
    tap("u")
    posted("undo")
    until("undone", lambda: find("mara.lindqvist@example.org")["decision"] ==
          "undecided")
    tap("v")
    same(posted("seen")["sheet"], 0, "v")
    until("v goes to the next sheet that was not seen", lambda:
          text(d, "#item-name") == "payments.csv")
    tap("?")
    until("help", lambda: count("#help-dialog[open]"))
    judged("help")
    tap("a")
    tap(Keys.ESCAPE)
    same(len(posts("decide")), 3, "no key works behind a dialog")


def all_equal_values_are_counted_first():
    start()
    tap("A")
    until("the count", lambda: count("dialog[open]"))
    assert "3 places, in 2 items" in text(d, "dialog"), text(d, "dialog")
    same([q.get("count") for q in posts("equal")], [True], "only counted")
    judged("equal")
    click(d, "dialog .strong")
    until("done", lambda: [f["decision"] for f in review.items[0].findings
                           if f["value"] == "Mara Lindqvist"] ==
          ["redact"] * 2)


def words_are_found_and_counted_first():
    start()
    tap("/")
    until("the dialog", lambda: count("#words-dialog[open]"))
    tap("Call me")
    tap(Keys.ENTER)
    until("the count", lambda: "1 place, in 1 item" in
          text(d, "#words-count"))
    same(posts("words")[-1]["count"], True, "only counted")
    judged("words")
    tap(Keys.ENTER)
    until("redacted", lambda: any(
        f["value"] == "Call me" and f["decision"] == "redact"
        for f in review.items[2].findings))
    same(review.items[0].findings[0]["decision"], "undecided",
         "what is typed is no key")


def edges_move_by_keys():
    start()
    click(d, "#findings")
    tap(Keys.HOME)
    tap("e")
    until("the handles", lambda: count(".handle") == 2)
    judged("edges")
    # The end over the emoji behind the name: a space, then 11 bytes.
    tap(Keys.ARROW_RIGHT * 2)
    tap(Keys.TAB)
    shift(d, Keys.ARROW_LEFT)
    tap(Keys.ENTER)
    q = posted("edges")
    same(review.items[0].raw[q["to_start"]:q["to_end"]].decode(),
         "is Mara Lindqvist \U0001f469\u200d\U0001f4bb", "the new edges")
    tap("e")
    tap(Keys.ARROW_RIGHT)
    tap(Keys.ESCAPE)
    time.sleep(0.2)
    same(len(posts("edges")), 1, "Escape leaves it")


def text_is_chosen_by_keys():
    start()
    click(d, "#do-choose")
    until("a choice", lambda: count("mark.draft"))
    said("End: and")
    shift(d, Keys.ARROW_RIGHT, 3)
    tap(Keys.ENTER)
    # It begins behind the present finding.
    same(raw(0, posted("add")), "and I work at", "the choice")


# --- keys that are faster than the answers

def keys_wait_for_the_item_they_go_to():
    start()
    review.hold("/api/item/1")
    tap("v")
    posted("seen")
    tap("1ak")                            # nothing of it is there yet
    tap("u")
    same((posts("decide"), posts("undo")), ([], []), "nothing is guessed")
    same(text(d, "#item-name"), "letter.txt", "the page stays as it was")
    review.let_go("/api/item/1")
    posted("undo")
    done = [(q["item"], q.get("reason"), q["decision"], raw(
        1, q["findings"][0])) for q in posts("decide")]
    same(done, [(1, "source", "undecided", "Teodor Vance"),
                (1, None, "redact", "Teodor Vance"),
                (1, None, "keep", "teodor.vance@example.org")],
         "each key, once, in its order")


def a_sheet_is_seen_when_it_stands_there():
    for at, path, name in ((3, "/picture/3", "minutes.pdf"),
                           (4, "/api/item/4/sheet", "pier.png"),
                           (5, "/media/5", "call.wav")):
        start(f"{at}.1")
        review.hold(path)
        tap("v")
        until("it goes there", lambda: text(d, "#item-name") == name)
        tap("v")
        if "sheet" in path:
            until("what stood there before is hidden", lambda: js(
                "return !document.querySelector('#left-scroll > *')"
                ".checkVisibility({ visibilityProperty: true })"))
        time.sleep(0.3)
        same(len(posts("seen")), 1, f"sheets seen before {name} was there")
        review.let_go(path)
        same(posted("seen", 2)["item"], at, "it is there")


def a_key_waits_until_somebody_answers():
    start()
    tap("v")
    posted("seen")
    until("the next", lambda: text(d, "#item-name") == "payments.csv")
    review.gone = True
    tap("v")
    until("it is told", lambda: "1 change waits" in text(d, "#notices"))
    tap("k")
    review.gone = False
    until("the next item", lambda: text(d, "#item-name") == "letter.eml")
    same((posted("decide")["item"], posts("seen")[-1]["item"]), (2, 1),
         "the keys")
    until("the line goes away", lambda: not text(d, "#notices"))


def a_key_is_not_undone_by_an_answer_that_is_older():
    start()
    tap("a")
    posted("decide")
    review.hold("/api/item/0")
    tap("u")
    posted("undo")
    tap("nk")                             # the page still asks what u did
    review.let_go("/api/item/0")
    posted("decide", 2)
    until("it shows what was decided", lambda: count(
        "#left-scroll mark.s-keep") == 1)


# --- the pointer

def dragging_over_text_redacts_it():
    start()
    x0, y0, x1, y1 = place_of("""(() => {
        const r = document.createRange();
        const e = [...document.querySelectorAll("#left-scroll [data-i]")]
            .find((e) => e.textContent.includes("I work at"));
        const at = e.textContent.indexOf("work at");
        r.setStart(e.firstChild, at);
        r.setEnd(e.firstChild, at + 7);
        return r; })()""")
    drag(x0 + 1, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    q = posted("add")
    same((q["kind"], q["decision"], raw(0, q)),
         ("WATCHLIST", "redact", "work at"), "what was dragged over")


def a_click_chooses_a_finding():
    start()
    click(d, "#left-scroll mark.k-L")
    until("the place is chosen", lambda: text(
        d, ".row[aria-selected=true] .value") == "Gda\u0144sk")
    same(posts("add"), [], "a click redacts nothing")


def handles_are_dragged():
    start()
    tap("e")
    until("the handles", lambda: count(".handle") == 2)
    x0, y0, x1, y1 = place_of("document.querySelectorAll('.handle')[1]")
    to = place_of("""(() => { const r = document.createRange();
        const e = [...document.querySelectorAll("#left-scroll [data-i]")]
            .find((e) => e.textContent.includes("and I work"));
        const at = e.textContent.indexOf(" I work");
        r.setStart(e.firstChild, at);
        r.setEnd(e.firstChild, at + 1);
        return r; })()""")
    drag((x0 + x1) / 2, (y0 + y1) / 2, to[0], (to[1] + to[3]) / 2)
    tap(Keys.ENTER)
    q = posted("edges")
    got = review.items[0].raw[q["to_start"]:q["to_end"]].decode()
    assert got.startswith("Mara Lindqvist \U0001f469") and \
        got.endswith(("and", "and ", "an")), got


def boxes_and_words_on_a_picture():
    start("4.1")
    until("the picture", lambda: js(
        "return document.querySelector('.page img')?.naturalWidth > 0"))
    x0, y0, x1, y1 = place_of("document.querySelector('#left-scroll .layer')")
    at = [x0 + (x1 - x0) * 5000 / 59500, y0 + (y1 - y0) * 6000 / 84200]
    drag(at[0] - 4, at[1] - 2, at[0] + (x1 - x0) * 11000 / 59500, at[1] + 6)
    same(raw(3, posted("add")), "Minutes of", "the words under the pointer")
    click(d, "#tool-box")
    drag(x0 + (x1 - x0) * 0.2, y0 + (y1 - y0) * 0.25,
         x0 + (x1 - x0) * 0.4, y0 + (y1 - y0) * 0.35)
    q = posted("box")
    for key, want in (("x0", 11900), ("x1", 23800), ("y0", 21050),
                      ("y1", 29470)):
        assert abs(q[key] - want) < 400, f"{key} of the box: {q}"
    until("it is listed", lambda: count(".box-entry") == 1)
    click(d, "#box-by-keys")
    tap(Keys.ARROW_LEFT + Keys.ARROW_UP)
    shift(d, Keys.ARROW_RIGHT)
    tap(Keys.ENTER)
    q = posted("box", 2)
    same((q["x0"], q["x1"]), (23205, 35700), "a box by keys")
    until("both", lambda: count(".box-entry") == 2)
    judged("boxes")
    click(d, ".box-entry button")
    same(posted("unbox")["index"], 0, "the box that is removed")
    click(d, "#form-text")
    until("as text", lambda: count("#left-scroll .text"))
    judged("page-as-text")


def pictures_in_a_letter_are_sheets_of_their_own():
    start("7.1", pictures=True)
    until("its text", lambda: "keeps the invoices" in
          text(d, "#left-scroll .text"))
    assert "Paid" not in text(d, "#left-scroll"), "a picture's words in it"
    same((count("#form-text"), "Picture" in text(d, "#left-nav")), (0, False),
         "tools of a picture")
    until("its text is made", lambda: "keeps the invoices" in
          text(d, "#right-scroll .text") and
          text(d, "#made-state") == "made and checked")
    tap("v")
    same(posted("seen")["sheet"], 0, "the text")
    said("Sheet 1 of memo.docx seen. Now picture 1 of memo.docx.")
    until("the picture", lambda: js(
        "return document.querySelector('#left-scroll .page img')"
        "?.naturalWidth > 0"))
    same(text(d, "#left-nav b"), "Picture 1", "what it is called")
    assert js("return document.querySelector('.page img').alt").startswith(
        "Picture 1 in memo.docx.")
    same(count("#left-scroll .o.k-P"), 1, "findings on it")
    until("the other pane", lambda: js(
        "return document.querySelector('#right-scroll img')?.alt") ==
        "Picture 1 in memo.docx as it will be released")
    x0, y0, x1, y1 = place_of("document.querySelector('#left-scroll .layer')")
    at = [x0 + (x1 - x0) * 5000 / 59500, y0 + (y1 - y0) * 6000 / 84200]
    drag(at[0] - 4, at[1] - 2, at[0] + (x1 - x0) * 7000 / 59500, at[1] + 6)
    same(raw(6, posted("add")), "Paid by", "the words under the pointer")
    click(d, "#tool-box")
    drag(x0 + (x1 - x0) * 0.2, y0 + (y1 - y0) * 0.25,
         x0 + (x1 - x0) * 0.4, y0 + (y1 - y0) * 0.35)
    same(posted("box")["page"], 0, "the page of the box")
    until("it is listed", lambda: count(".box-entry") == 1)
    same(count("#left-scroll .o.box"), 1, "boxes on the picture")
    judged("picture-in-a-letter")
    click(d, "#form-text")
    until("what was read", lambda: text(d, "#left-scroll .text")
          .endswith("Vance]\n"))
    click(d, "#form-picture")
    tap("v")
    said("Picture 1 of memo.docx seen. Now picture 2 of memo.docx.")
    until("the second", lambda: text(d, "#left-nav b") == "Picture 2")
    same((count(".box-entry"), count("#left-scroll .o.box")), (0, 0),
         "boxes of the first")
    until("it stands there", lambda: js(
        "return !document.querySelector('[aria-busy]')"))
    click(d, "#box-by-keys")
    tap(Keys.ENTER)
    same(posted("box", 2)["page"], 1, "the page of the second box")
    click(d, "#sheet-back")
    click(d, "#sheet-back")
    until("the text again", lambda: "keeps the invoices" in
          text(d, "#left-scroll .text"))
    same(count(".box-entry"), 0, "boxes on text")
    click(d, "#do-sign")
    until("what is missing", lambda: count("#missing-dialog[open]"))
    assert "memo.docx, picture 2" in text(d, "#missing-dialog")
    for lang, want in (("fr", "Image 2"), ("pl", "Obraz 2")):
        start("7.3", lang, pictures=True)
        until(want, lambda: text(d, "#left-nav b") == want)


def times_of_sound_are_said():
    start("6.1")
    one("#time-from").send_keys("0:01.5")
    one("#time-to").send_keys("9:00")
    click(d, ".time-form .strong")
    assert "0:08.0" in text(d, ".problem"), text(d, ".problem")
    one("#time-to").clear()
    one("#time-to").send_keys("2,75")
    click(d, ".time-form .strong")
    q = posted("time")
    same((q["from"], q["to"]), (1500, 2750), "the time")
    until("it is listed", lambda: count(".time-list li") == 1)
    judged("sound")


# --- what goes wrong, and other windows

def what_another_window_changed_is_told():
    start()
    with review.lock:
        f = find("Gda\u0144sk")
        f["decision"], f["by"] = "keep", "two"
        review.changed([0], [f])
    said("Another window")
    until("it shows", lambda: count("#left-scroll mark.k-L.s-keep"))


def a_conflict_is_told_and_loses_nothing():
    start()
    with review.lock:                     # before the page looks again
        f = find("Mara Lindqvist")
        f["decision"], f["by"] = "keep", "two"
        review.changed([0], [f])
        tap("a")
    until("it is told", lambda: "Not saved: Redacted: Mara Lindqvist" in
          text(d, "#notices"))
    same(f["decision"], "keep", "the other's decision stands")
    until("the page shows it", lambda: count(
        "#left-scroll mark.k-P.s-keep") == 1)
    judged("conflict")
    click(d, ".notice.urgent button")
    until("mine all the same", lambda: find("Mara Lindqvist")["decision"] ==
          "redact")


def a_lost_connection_loses_no_decision():
    start()
    review.gone = True
    tap("ak")
    until("it is told", lambda: "2 changes wait" in text(d, "#notices"))
    judged("lost")
    review.gone = False
    until("both arrive", lambda: [f["decision"] for f in
                                  review.items[0].findings[:2]] ==
          ["redact", "keep"])
    until("the line goes away", lambda: not text(d, "#notices"))


def the_end_of_the_review_is_told():
    start()
    review.ended = True
    tap("a")
    until("it is told", lambda: "Redacted: Mara Lindqvist" in
          text(d, "#notices") and "could not be saved" in text(d, "#notices"))


def a_refusal_is_shown_and_taken_back():
    start()
    review.fail["/api/decide"] = (500, {
        "error": "the disk is full; make room and decide again",
        "state": "refused"})
    tap("a")
    until("it is told", lambda: "the disk is full" in text(d, "#notices"))
    until("as it was", lambda: count("#left-scroll mark.s-undecided") == 7)


# --- sheets, signing, the second person

def a_sheet_not_seen_blocks_the_signature():
    start()
    for it in review.items:
        for f in it.findings:
            f["decision"] = "redact"
    review.items[0].seen = review.items[2].seen = [0]
    review.changed([0])
    said("Another window")
    click(d, "#do-sign")
    until("it is said", lambda: count("#missing-dialog[open]"))
    same(count("#missing-dialog li"), 4, "sheets that are named")
    assert "call.wav, sheet 1" in text(d, "#missing-dialog")
    judged("missing")
    click(d, "#missing-dialog li:nth-child(2) button")
    until("the button goes there", lambda: text(d, "#item-name") ==
          "minutes.pdf")
    same(posts("sign"), [], "nothing is signed")
    same(posts("seen"), [], "to go there is not to see it")
    for n in range(1, 5):
        tap("v")
        posted("seen", n)
    until("all seen", lambda: review.state()["unseen"] == 0)
    until("the page knows", lambda: "0 sheets not seen" in text(d, "#counts"))
    click(d, "#do-sign")
    until("the question", lambda: count("#sign-dialog[open]"))
    judged("sign")
    click(d, "#sign-dialog .strong")
    until("signed", lambda: "Signed" in text(d, ".over"))
    assert "1 more person" in text(d, ".over")
    judged("over")


def the_second_person_sees_what_changed():
    start()
    for it in review.items:
        it.seen = [0]
        for f in it.findings:
            f["decision"], f["by"] = "redact", "desk"
    f = find("Gda\u0144sk")
    f["changed"], f["decision"] = True, "keep"
    review.mode, review.by, review.signed = "approve", ["desk"], 1
    review.changed([0])
    until("it is told", lambda: "what desk decided" in text(d, "#notices"))
    same(text(d, "#do-sign"), "Approve", "the button")
    until("it is marked", lambda: count("mark.changed") == 1)
    js("""const s = document.getElementById("filter-state");
        s.value = "changed"; s.dispatchEvent(new Event("input"));""")
    until("the list has it alone", lambda: count("#findings .row") == 1)
    assert "changed" in text(d, "#findings .row")
    judged("second-person")
    click(d, "#do-return")
    until("the dialog", lambda: count("#return-dialog[open]"))
    click(d, "#return-dialog .strong")
    assert "Write what should be changed" in text(d, "#return-dialog")
    one("#return-text").send_keys("The town is a place of a source.\n<b>")
    judged("return")
    click(d, "#return-dialog .strong")
    same(posted("return")["text"], "The town is a place of a source.\n<b>",
         "the note")
    until("it is told", lambda: "Sent back" in text(d, ".over"))


def a_note_of_the_second_person_stands_above():
    start()
    review.notes = [{"by": "two", "returned": True, "text": "Not <b>all</b>."}]
    review.changed([])
    until("it is told", lambda: "two sent this back" in text(d, "#notices") and
          "<b>all</b>" in text(d, "#notices"))
    click(d, "#do-close")
    until("the question", lambda: count("#close-dialog[open]"))
    assert "52 findings are undecided" in text(d, "#close-dialog")
    click(d, "#close-dialog .strong")
    until("over", lambda: "has ended" in text(d, ".over"))
    same(len(posts("close")), 1, "closed")


# --- size, speed, looks

def ten_thousand_findings_stay_smooth():
    start("7.1", many=10000)
    same(len(review.items[6].findings), 10000, "findings")
    assert count("#findings .row") <= 100, "rows in the document"
    assert js("return document.querySelectorAll('*').length") < 4000
    times = js("""
const times = [];
for (const key of "nnnnnnnnppnnnnnnnn") {
	const from = performance.now();
	document.getElementById("findings").dispatchEvent(new KeyboardEvent(
	    "keydown", { key, bubbles: true }));
	document.body.getBoundingClientRect();
	times.push(performance.now() - from);
}
return times.sort((a, b) => a - b);""")
    half = times[len(times) // 2]
    print(f"    10,000 findings: a key takes {half:.0f} ms, at most "
          f"{times[-1]:.0f} ms")
    tap(Keys.END)
    until("the last one", lambda: one("[aria-selected=true].row")
          .get_attribute("aria-posinset") == "10000")


def everything_can_be_reached_by_tab():
    start()
    want = set(js("""return [...document.querySelectorAll("button, input, " +
        "select, [tabindex='0']")].filter((e) => e.checkVisibility() &&
        !e.disabled && e.tabIndex >= 0 && e.type !== "radio")
        .map((e, n) => e.id || (e.id = "x" + n))"""))
    met, faint = set(), []
    for _ in range(len(want) + 20):
        tap(Keys.TAB)
        name, outline = js("""const e = document.activeElement;
            const s = getComputedStyle(e);
            return [e.id, s.outlineStyle !== "none" &&
                parseFloat(s.outlineWidth) >= 1]""")
        met.add(name)
        if not outline and name in want:
            faint.append(name)
    same(sorted(want - met), [], "never reached")
    same(faint, [], "focus that is not seen")


def a_reload_comes_back_to_the_place():
    start()
    js("document.getElementById('tab-items').click()")
    click(d, "#items-2")
    until("the mail", lambda: text(d, "#item-name") == "letter.eml")
    click(d, "#tab-findings")
    click(d, "#findings-2")
    before = text(d, ".row[aria-selected=true] .value")
    d.refresh()
    settled()
    same((text(d, "#item-name"), text(d, ".row[aria-selected=true] .value")),
         ("letter.eml", before), "the place")


def narrow_and_large_letters_reflow():
    for width, height in ((640, 400), (320, 640)):
        start(width=width, height=height)
        wide = js("return document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} pixels wide in {width}"
        judged(f"narrow-{width}")


def it_holds_in_every_language_and_scheme():
    for lang in ("en", "fr", "pl"):
        start(lang=lang)
        judged(f"start-{lang}")
        same(js("return document.documentElement.lang"), lang, "lang")
        scheme(d, prefers_color_scheme="dark", prefers_reduced_motion="reduce")
        judged(f"dark-{lang}")
    words = {n: until("plural", lambda: d.execute_async_script("""
const [n, done] = arguments;
import("/static/words.js").then(({ t }) => done(t("counts.unseen", { n })));
""", n)) for n in (1, 3, 5, 22)}
    same([w.split(None, 1)[1].split()[0] for w in words.values()],
         ["arkusz", "arkusze", "arkuszy", "arkusze"], "Polish plurals")
    scheme(d, forced_colors="active")
    judged("forced-colors")
    scheme(d)
    d.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    same(js("return document.body.checkVisibility()"), False, "on paper")
    d.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


TESTS = [f for f in list(globals().values()) if callable(f) and
         getattr(f, "__module__", "") == "__main__" and
         "_" in f.__name__ and f.__name__ not in ("place_of",)]


def main():
    global d, judge, folder
    args = sys.argv[1:]
    if args[:1] == ["--pictures"]:
        folder, args = args[1], args[2:]
    judge = axe.source()
    fails = 0
    with chromium() as d:
        for test in TESTS:
            if args and test.__name__ not in args:
                continue
            begin = time.monotonic()
            try:
                test()
                errors = [line["message"] for line in d.get_log("browser")
                          if "Error" in line["message"] and
                          "status of" not in line["message"] and
                          "net::ERR" not in line["message"]]
                assert not errors, f"the page itself failed: {errors}"
                said_so = "ok"
            except Exception as e:        # one sentence for each that fails
                fails += 1
                said_so = f"FAIL: {type(e).__name__}: {e}"
                picture(d, f"fail-{test.__name__}", folder)
            print(f"{time.monotonic() - begin:5.1f} s  "
                  f"{test.__name__.replace('_', ' ')}: {said_so}", flush=True)
    return 1 if fails else 0


if __name__ == "__main__":
    sys.exit(main())
