"""
test_words.py -- the words of the source's page: the list of texts is that of
the source, and each catalog has all of them, none in doubt, with the same
{holes} and as many plural forms as its language has.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from pseudo import entries

PO = pathlib.Path(__file__).resolve().parents[2] / "intake/serve/view/po"
fails = []


def check(ok, what):
    if not ok:
        fails.append(what)


def holes(text):
    return sorted(set(re.findall(r"\{(\w+)\}", text)))


def edges(text):
    return text[:1].isspace(), text[-1:].isspace(), text.endswith("\n")


with tempfile.NamedTemporaryFile(suffix=".pot") as fresh:
    subprocess.run([PO / "update", fresh.name], check=True)
    check(entries(fresh.name) == entries(PO / "tipline.pot"), "tipline.pot is "
          "not what the source says: run `make words` in the build folder")

texts = {(one, many) for one, many, _, _ in entries(PO / "tipline.pot") if one}
check(len(texts) > 100, f"only {len(texts)} texts: is xgettext told all names?")
for path in sorted(PO.glob("*.po")):
    got = entries(path)
    header = next(s[0] for one, _, s, _ in got if one == "")
    forms = int(re.search(r"nplurals=(\d)", header).group(1))
    check(f"Language: {path.stem}\n" in header, f"{path.name}: its language")
    have = {(one, many) for one, many, _, _ in got if one}
    check(have == texts, f"{path.name}: not the same texts: "
          f"{sorted(str(t) for t in have ^ texts)[:5]}")
    for one, many, said, flags in got:
        if not one:
            continue
        check("fuzzy" not in flags, f"{path.name}: in doubt: {one!r}")
        check(len(said) == (forms if many else 1), f"{path.name}: "
              f"{len(said)} forms of {one!r}")
        for text in said:
            check(text.strip(), f"{path.name}: nothing for {one!r}")
            check(holes(text) == holes(many or one),
                  f"{path.name}: {holes(text)} in {text!r}")
            check(edges(text) == edges(one), f"{path.name}: blanks of {one!r}")
            check("  " not in text and '"' not in text and "'" not in text,
                  f"{path.name}: typewriter's signs in {text!r}")
    check("#~" not in path.read_text(), f"{path.name}: texts that are no more")
    print(f"{path.name}: {len(have)} texts, {forms} plural forms")

for line in fails:
    print("FAIL:", line, file=sys.stderr)
sys.exit(1 if fails else 0)
