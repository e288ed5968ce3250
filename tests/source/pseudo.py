"""
pseudo.py -- a language that nobody speaks, made of the English texts: with
accents, 40 % longer, between brackets.  What shows without brackets escaped
translation; what breaks will break in a real language of long words.
usage: pseudo.py POT FOLDER    (catalogs en-XA, and ar-XB from right to left)
"""
import pathlib
import re
import subprocess
import sys

OPEN, CLOSE = "\u27e6", "\u27e7"
ACCENTS = str.maketrans("aceilnorsuyzACEILNORSUYZ",
                        "\u00e1\u00e7\u00e8\u00ee\u0142\u00f1\u00f8\u0159\u015b\u00fb\u00fd\u017e"
                        "\u00c1\u00c7\u00c8\u00ce\u0141\u00d1\u00d8\u0158\u015a\u00db\u00dd\u017d")


def pseudo(text):
    """The text, unreadable enough; its {holes} stay."""
    if text == "ltr" or not text:
        return text
    parts = re.split(r"(\{\w+\})", text)
    parts[::2] = [p.translate(ACCENTS) for p in parts[::2]]
    more = max(1, round(0.4 * len(text)))
    words = ("lorem " * more)[:more].rstrip() or "x"
    return f"{OPEN}{''.join(parts)} {words}{CLOSE}"


def unquote(line):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(
        m.group(1), m.group(1)), line[line.index('"') + 1:line.rindex('"')])


def entries(path):
    """(msgid, msgid_plural or None, [msgstr...], flags) of a catalog."""
    out, now, field, flags = [], {}, None, ""

    def done():
        if "msgid" in now:
            out.append((now["msgid"], now.get("msgid_plural"),
                        [now[k] for k in sorted(now) if k.startswith("msgstr")],
                        flags))
    for line in [*pathlib.Path(path).read_text().splitlines(), ""]:
        if line.startswith("#"):
            flags += line + "\n"
        elif not line.strip():
            done()
            now, flags = {}, ""
        elif line.startswith("msg"):
            field = line.split(None, 1)[0]
            now[field] = unquote(line)
        else:
            now[field] += unquote(line)
    return out


def write(pot, folder, tag, direction):
    def quoted(s):
        return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'
    lines = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; '
             'charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);'
             '\\n"\n']
    for one, many, _, _ in entries(pot):
        if one == "":
            continue
        if many is not None:
            lines.append(f"msgid {quoted(one)}\nmsgid_plural {quoted(many)}\n"
                         f"msgstr[0] {quoted(pseudo(one))}\n"
                         f"msgstr[1] {quoted(pseudo(many))}\n")
        else:
            text = direction if one == "ltr" else pseudo(one)
            lines.append(f"msgid {quoted(one)}\nmsgstr {quoted(text)}\n")
    place = pathlib.Path(folder) / "C" / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["msgfmt", "--check-format", "-o",
                    str(place / f"tipline-{tag}.mo"), "-"], check=True,
                   input="\n".join(lines).encode())


def make(pot, folder):
    write(pot, folder, "en-XA", "ltr")
    write(pot, folder, "ar-XB", "rtl")


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2])
