"""test_words.py -- what can be said of the page without a browser: its words
are the same in three languages, and no document can become HTML in it."""
import json
import pathlib
import re
import sys

STATIC = pathlib.Path(__file__).resolve().parents[2] / "redact/page/static"
FORMS = {"en": {"one", "other"}, "fr": {"one", "other"},
         "pl": {"one", "few", "many", "other"}}
# Ways to turn a string into elements or into a program.
FORBIDDEN = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|DOMParser|"
                       r"document\.write|createContextualFragment|\beval\b|"
                       r"new Function|srcdoc|setHTML|javascript:")
fails = []


def check(ok, what):
    if not ok:
        fails.append(what)


def texts(value):
    return value.values() if isinstance(value, dict) else [value]


def holes(text):
    return set(re.findall(r"\{(\w+)\}", text))


def pairs_once(pairs):
    keys = [k for k, _ in pairs]
    check(len(keys) == len(set(keys)), f"a key twice: "
          f"{sorted({k for k in keys if keys.count(k) > 1})}")
    return dict(pairs)


words = {lang: json.loads((STATIC / f"words.{lang}.json").read_text(),
                          object_pairs_hook=pairs_once) for lang in FORMS}
english = words["en"]
for lang, table in words.items():
    check(table.keys() == english.keys(), f"{lang}: other keys: "
          f"{sorted(table.keys() ^ english.keys())}")
    for key, value in table.items():
        if key not in english:
            continue
        want = set().union(*map(holes, texts(english[key])))
        check(isinstance(value, dict) == isinstance(english[key], dict),
              f"{lang} {key}: plural forms in one language alone")
        if isinstance(value, dict):
            check(set(value) == FORMS[lang],
                  f"{lang} {key}: forms {sorted(value)}")
        for text in texts(value):
            check(text.strip(), f"{lang} {key}: empty")
            check(holes(text) == want, f"{lang} {key}: {sorted(holes(text))} "
                  f"where English has {sorted(want)}")

used = set()
for path in sorted(STATIC.iterdir()):
    text = path.read_text()
    bad = FORBIDDEN.search(text)
    check(not bad, f"{path.name}: {bad and bad.group()}")
    check(len(text.splitlines()) <= 400 or path.suffix in (".css", ".json"),
          f"{path.name} is longer than 400 lines: two ideas?")
    if path.suffix == ".html":
        check(not re.search(r"\s(on\w+|style)=", text),
              f"{path.name}: a handler or a style in an attribute")
        check(len(re.findall(r"<script", text)) == 1 and
              "<script type=\"module\" src=" in text,
              f"{path.name}: a script of its own")
        check(text.count("@TOKEN@") == 1 and text.count("@LANG@") == 1,
              f"{path.name}: @TOKEN@ and @LANG@ are not there once each")
        used |= set(re.findall(r'data-(?:t|label|placeholder)="([^"]+)"',
                               text))
    used |= set(re.findall(r'\bt\("([\w.-]+)"', text))
    for key in re.findall(r'\bofSheet\((?:\w+ \? "([\w.-]+)" : )?'
                          r'"([\w.-]+)"', text):
        used |= {k + end for k in key if k for end in ("", ".inner")}
check(used <= english.keys(), f"no words for {sorted(used - english.keys())}")
print(f"{len(english)} texts in {len(words)} languages, "
      f"{len(used)} of them named in the page")

for line in fails:
    print("FAIL:", line, file=sys.stderr)
sys.exit(1 if fails else 0)
