"""
judge.py -- what is asked of every page of the source's page as it is sent:
valid HTML, no script, no style of its own, nothing from elsewhere, every field
labelled and every reference to an id answered.
"""
import re
import subprocess

try:
    import html5lib
except ImportError:
    html5lib = None

XHTML = "{http://www.w3.org/1999/xhtml}"
# What tidy does not know and HTML (WHATWG) or ARIA have.
KNOWN = re.compile(r"proprietary attribute \"(aria-current|autocapitalize|"
                   r"aria-\w+)\"|^\d+ warning|^$|^Info:|were found!")
ACTIONS = {"/begin", "/enter", "/send", "/part", "/join", "/drop", "/delete",
           "/leave"}
TITLES = re.compile(r"leak|whistle|tip|source|secure|drop", re.I)


def tidy(text):
    told = subprocess.run(["tidy", "-q", "-e", "-utf8"], input=text.encode(),
                          capture_output=True).stderr.decode()
    return [line for line in told.splitlines() if not KNOWN.search(line)]


def tree_of(text):
    return html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder(
        "etree")).parse(text)


def name(e):
    return e.tag.replace(XHTML, "") if isinstance(e.tag, str) else ""


def of_attributes(e):
    for key, value in e.attrib.items():
        if key.startswith("on") or key in ("style", "srcset", "ping"):
            yield f"<{name(e)} {key}>"
        if key in ("href", "src", "action", "formaction") and \
                not re.match(r"[/#]([^/]|$)", value):
            yield f"<{name(e)} {key}={value}> leads elsewhere"


def labelled(e, tree):
    return any(name(x) == "label" and x.get("for") == e.get("id")
               for x in tree.iter()) if e.get("id") else False


def of_elements(tree):
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    for double in {i for i in ids if ids.count(i) > 1}:
        yield f"two elements are called {double}"
    for e in tree.iter():
        yield from of_attributes(e)
        if name(e) in ("script", "style", "iframe", "object", "embed", "img",
                       "noscript", "svg"):
            yield f"<{name(e)}> is in it"
        for key in ("aria-describedby", "aria-labelledby", "for"):
            for ref in (e.get(key) or "").split():
                if ref not in ids:
                    yield f"{key}={ref}: there is no such id"
        if (name(e) == "textarea" or name(e) == "input" and
                e.get("type") != "hidden") and not labelled(e, tree):
            yield f"<{name(e)} name={e.get('name')}> has no label"
        for key in ("action", "formaction"):
            if e.get(key) is not None and e.get(key) not in ACTIONS:
                yield f"{key}={e.get(key)}"


def of_whole(tree, lang):
    all_of = [name(e) for e in tree.iter()]
    root = tree if name(tree) == "html" else next(iter(tree))
    if root.get("lang") != lang or root.get("dir") not in ("ltr", "rtl"):
        yield f"lang={root.get('lang')} dir={root.get('dir')}"
    for once in ("h1", "main", "title"):
        if all_of.count(once) != 1:
            yield f"{all_of.count(once)} <{once}>"
    title = next(e for e in tree.iter() if name(e) == "title").text or ""
    if TITLES.search(title) or not title.strip():
        yield f"its title is {title!r}"
    levels = [int(n[1]) for n in all_of if re.fullmatch(r"h[1-6]", n)]
    for a, b in zip(levels, levels[1:]):
        if b > a + 1:
            yield f"a heading of level {b} behind one of level {a}"
    links = [e for e in tree.iter() if name(e) == "a"]
    if not links or links[0].get("href") != "#main":
        yield "the skip link is not first"
    for e in tree.iter():
        if name(e) == "form":
            fields = [f.get("name") for f in e.iter() if name(f) == "input"]
            want = ["l"] if e.get("action") in ("/begin", "/enter") else \
                ["token", "l"]
            if fields[:len(want)] != want:
                yield f"{e.get('action')} begins with {fields[:2]}"


def of_whole_page(text, lang):
    """The same for a page as a browser has it, which is no longer what was
    sent: all but whether it is valid."""
    tree = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree")) \
        .parse(text)
    return list(of_elements(tree)) + list(of_whole(tree, lang))


def problems(text, lang):
    """Sentences; none for a good page."""
    out = tidy(text)
    if html5lib is None:
        return out + ["python3-html5lib is not installed"]
    try:
        tree = tree_of(text)
    except html5lib.html5parser.ParseError as e:
        return out + [f"html5lib: {e}"]
    return out + list(of_elements(tree)) + list(of_whole(tree, lang))


# What is not ours, or the same in every language.
FOREIGN = {"pre", "code", "bdi"}


def bare(e, skip=False):
    """Every piece of text a reader meets that should be in their language."""
    tag = name(e)
    skip = skip or tag in FOREIGN or e.get("translate") == "no" or \
        (e.get("class") or "") in ("prose", "advice", "tongues", "house")
    if not skip and tag not in ("head", "html"):
        for key in ("aria-label", "title", "placeholder", "alt"):
            if e.get(key):
                yield e.get(key)
        if e.text and tag:
            yield e.text
    if tag == "title" and e.text and not skip:
        yield e.text
    if (e.get("class") or "") == "advice":
        yield from (h.text for h in e.iter() if name(h) == "h2")
    for child in e:
        yield from bare(child, skip)
        if not skip and child.tail and tag not in ("head", "html"):
            yield child.tail


def untranslated(text):
    """Pieces of a page in the pseudo-language that stand outside brackets."""
    out = []
    for piece in bare(tree_of(text)):
        left, n = piece, 1
        while n:                # a value may be a text too
            left, n = re.subn(r"\u27e6[^\u27e6\u27e7]*\u27e7", "", left)
        if re.search(r"[^\W\d_]", left) or "\u27e6" in left:
            out.append(piece.strip())
    return out
