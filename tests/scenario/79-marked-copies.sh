#!/usr/bin/env bash
# Copies of one text, each marked for its reader in one of many ways, become
# the very same file; text that needs such characters stays as it is.
. "$(dirname "$0")/lib.sh"

mkdir "$T/in"
python3 - "$T/in" <<'PY' || fail 'the copies could not be made'
import html, random, re, sys, unicodedata, zipfile
out = sys.argv[1]
R = random.Random(5)

TEXTS = {
'en': "The auditors reviewed the harbour accounts on Monday and found nothing. \"It's a copy of the report,\" said Cooper.\nThe first office-block offer was fine... or not; it's his/her 12:30 call.\nPrices rose by 5% in the café; the naïve estimate was wrong.\n\n  Indented note: see page 4.\nA list\tof\tcells.\n",
'pl': "Rada miasta omówiła wczoraj budżet portu i żadnych pytań nie było. \"To kopia raportu\", powiedział Kowalski.\nŁódź, Gdańsk i Wrocław: koszty wzrosły o 5%.\n\n  Uwaga: zob. strona 4.\nCena to 100 000 zł.\n",
'fr': "Le conseil a examiné hier le budget du port et n'a rien trouvé. « C'est une copie du rapport », a dit Lefèvre.\nLes coûts ont augmenté de 5 % ; l'été fut long.\n\n  Remarque : voir page 4.\nŒuvre, cœur, garçon.\n",
'fa': "این کتاب‌ها را می‌خواهم و نمی‌دانم چرا.\nThe word می‌خواهم stands in English text.\n",
'hi': "क्‍षेत्र और शक्‍ति के बारे में रिपोर्ट।\nThe word क्‍ष is Hindi.\n",
'ru': "Совет рассмотрел вчера бюджет порта и ничего не нашёл. А он сказал: «Это копия».\nThe word копия is Russian, and so is Москва.\n",
'el': "Το συμβούλιο εξέτασε χθες τον προϋπολογισμό του λιμανιού.\nThe angle α and the sum of β and γ; Ωμέγα too.\n",
'emoji': "Family 👨‍👩‍👧‍👦 and flag 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f and heart ❤️ and 1️⃣ keycap, 🏳️‍🌈 too.\nThumb 👍🏽 and woman 👩🏾‍💻.\n",
'he': "אני אוהב C++\u200e מאוד.\nThe word שלום is Hebrew.\nقال أحمد: «نعم».\n",
'math': "The sum ∑ x² ≤ π·r², x₁ ≠ x₂, ℝ and 𝔽 and f ∘ g.\n",
'ko': "안녕하세요 세계. 한글 문서입니다.\n",
}

def between(s, marks, fits):
    o = ''
    for i, c in enumerate(s):
        o += c
        if i + 1 < len(s) and fits(c) and fits(s[i + 1]) and R.random() < .3:
            o += R.choice(marks)
    return o
def latin(c): return c.isascii() and c.isalpha()
def instead(s, m, p=.4):
    return ''.join(R.choice(m[c]) if c in m and R.random() < p else c for c in s)
def lines(s, f):	# what a line begins with stays
    return '\n'.join(l[:len(l) - len(l.lstrip(' '))] + f(l.lstrip(' ')) for l in s.split('\n'))
def alike(s, m):	# at most a third of a Latin word
    def word(w):
        left = len(w) // 3
        o = ''
        for c in w:
            swap = c in m and left > 0 and R.random() < .5
            left -= swap
            o += m[c] if swap else c
        return o
    return ''.join(word(w) if len(w) >= 4 and all(map(latin, w)) else w for w in re.split(r'(\W+)', s))
def tags(s):
    return ''.join(c + ('\U000e006a\U000e0071' if c == ' ' and R.random() < .3 else '') for c in s)
CYR = dict(zip('aeopcxyisABTHMCP', 'аеорсхуіѕАВТНМСР'))
SPACES = '\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f'
KINDS = {
'zero-width': lambda s: between(s, '\u200b\u2060\ufeff', str.isalpha),
'joiners': lambda s: between(s, '\u200d\u200c', latin),
'soft-hyphen': lambda s: between(s, '\u00ad', str.isalpha),
'grapheme-joiner': lambda s: between(s, '\u034f', str.isalpha),
'invisible-signs': lambda s: between(s, '\u2061\u2062\u2063\u2064\u206a\u206f', str.isalpha),
'bidi': lambda s: between(s, '\u200e\u200f\u202a\u202c\u202e\u2066\u2069\u061c', latin),
'bidi-lines': lambda s: ''.join('\u202a' + l + '\u202c\n' for l in s[:-1].split('\n')),
'selectors': lambda s: between(s, '\ufe00\ufe0e\ufe0f\U000e0101\U000e01ef', latin),
'tags': tags,
'fillers': lambda s: between(s, '\u3164\uffa0\u115f\u1160\u17b4\u180e', latin),
'annotation': lambda s: between(s, '\ufff9\ufffa\ufffb\U0001d173\U0001bca0', latin),
'controls': lambda s: between(s, '\x01\x02\x7f\x80\x9f', latin),
'spaces': lambda s: lines(s, lambda l: instead(l, {' ': SPACES})),
'trailing': lambda s: '\n'.join(l + R.choice(['', ' ', '\t', '  \t ']) for l in s.split('\n')),
'doubled': lambda s: lines(s, lambda l: instead(l, {' ': ['  ', '   ']})),
'line-ends': lambda s: ''.join(R.choice(['\n', '\r\n']) if c == '\n' else c for c in s),
'separators': lambda s: s.replace('\n', R.choice('\u2028\x85')),
'decomposed': lambda s: ''.join(unicodedata.normalize('NFD', c) if R.random() < .5 else c for c in s),
'quotes': lambda s: instead(s, {"'": '\u2019\u2018\u02bc\u201b\u2032', '"': '\u201c\u201d\u201e\u201f\u2033'}),
'all-quotes': lambda s: s.replace("'", '\u2019').replace('"', '\u201d'),
'accents': lambda s: s.replace("'", R.choice('\u02b9\u00b4\u02c8\ua78c')),
'cyrillic': lambda s: alike(s, CYR),
'greek': lambda s: alike(s, dict(zip('ovABET', 'ονΑΒΕΤ'))),
'mathematical': lambda s: alike(s, {chr(97 + i): chr(0x1d5ba + i) for i in range(26)}),
'wide': lambda s: ''.join(chr(ord(c) + 0xfee0) if latin(c) and R.random() < .2 else c for c in s),
'hyphens': lambda s: s.replace('-', R.choice('\u2010\u2011')),
'ligatures': lambda s: s.replace('ffi', '\ufb03').replace('fi', '\ufb01').replace('ff', '\ufb00'),
'ellipsis': lambda s: s.replace('...', '\u2026'),
'dots': lambda s: s.replace('.', '\u2024'),
'colons': lambda s: s.replace(':', '\ua789').replace(';', '\u037e'),
'figures': lambda s: instead(s, {str(i): chr(0x1d7f6 + i) for i in range(10)}),
'numerals': lambda s: instead(s, {'I': '\u2160'}),
'last-lines': lambda s: s + R.choice(['\n', '\n\n', ' \n']),
'mark': lambda s: '\ufeff' + s,
}
# Marks of lines and of the file are none of a paragraph.
FILE_ONLY = {'bidi-lines', 'line-ends', 'separators', 'last-lines', 'mark', 'controls'}

X = '<?xml version="1.0" encoding="UTF-8"?>'
W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
P = 'http://schemas.openxmlformats.org/package/2006/'
def zipped(path, parts):
    with zipfile.ZipFile(path, 'w') as z:
        for name, data in parts: z.writestr(name, data)
def paragraphs(s):	# each in two runs
    return [(l[:len(l) // 2], l[len(l) // 2:]) for l in s.split('\n') if l.strip()]
def runs(s, p, r):
    return ''.join(p % ''.join(r % html.escape(x) for x in two) for two in paragraphs(s))
def docx(path, s):
    zipped(path, [('[Content_Types].xml', X + f'<Types xmlns="{P}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'),
        ('_rels/.rels', X + f'<Relationships xmlns="{P}relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'),
        ('word/document.xml', X + f'<w:document xmlns:w="{W}"><w:body>' + runs(s, '<w:p>%s</w:p>', '<w:r><w:t xml:space="preserve">%s</w:t></w:r>') + '</w:body></w:document>')])
def odt(path, s):
    o = 'urn:oasis:names:tc:opendocument:xmlns:'
    zipped(path, [('mimetype', 'application/vnd.oasis.opendocument.text'),
        ('content.xml', X + f'<office:document-content xmlns:office="{o}office:1.0" xmlns:text="{o}text:1.0" office:version="1.2"><office:body><office:text>' + runs(s, '<text:p>%s</text:p>', '<text:span>%s</text:span>') + '</office:text></office:body></office:document-content>'),
        ('META-INF/manifest.xml', X + f'<m:manifest xmlns:m="{o}manifest:1.0"><m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>')])
def page(path, s):
    open(path, 'w', newline='').write('<!doctype html><html><body>' + runs(s, '<p>%s</p>\n', '<span>%s</span>') + '</body></html>')
def mail(path, s):
    open(path, 'w', newline='').write('From: Ann <a@example.org>\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n' + s.replace('\r\n', '\n').replace('\n', '\r\n'))
def table(path, s):
    open(path, 'w', newline='').write('a;b\n' + ''.join(f'{i};{a}{b}\n' for i, (a, b) in enumerate(paragraphs(s))))

for name, s in TEXTS.items():
    open(f'{out}/{name}.0.txt', 'w', newline='').write(s)
    for kind, f in KINDS.items():
        open(f'{out}/{name}.{kind}.txt', 'w', newline='').write(f(s))
for name in ('en', 'fr', 'ru'):
    for kind, f in [('0', lambda s: s)] + [k for k in KINDS.items() if k[0] not in FILE_ONLY]:
        for ext, make in (('docx', docx), ('odt', odt), ('html', page), ('eml', mail), ('csv', table)):
            make(f'{out}/{name}.{kind}.{ext}', f(TEXTS[name]))
PY

# As plain text: the marked copies and the unmarked one are the same bytes,
# and the unmarked one is what it was.
expect 0 strip "$T"/in/*.txt -o "$T/clean"
for f in "$T"/in/*.0.txt; do
	same "$f" "$T/clean/${f##*/}"
done
for f in "$T"/in/*.txt; do
	name=${f##*/}
	cmp -s "$T/clean/${name%%.*}.0.txt" "$T/clean/$name" ||
		{ cmp "$T/clean/${name%%.*}.0.txt" "$T/clean/$name"
		fail "a mark is left: $name"; }
done
note "$(find "$T/clean" -name '*.txt' | wc -l) marked texts"

# redact normalises the same way.
expect 0 redact "$T"/in/en.*.txt -o "$T/redacted" --accept EMAIL
for f in "$T"/redacted/en.*.txt; do
	cmp -s "$T/clean/en.0.txt" "$f" || fail "redact leaves a mark: $f"
done

# In documents: what is read of the cleaned copies is the same.
expect 0 strip "$T"/in/*.docx "$T"/in/*.odt "$T"/in/*.html "$T"/in/*.eml \
	"$T"/in/*.csv -o "$T/clean"
python3 - "$T/clean" <<'PY' || fail 'a mark is left in a document'
import glob, os, re, sys, zipfile
def words(path):
    if path.endswith(('.docx', '.odt')):
        z = zipfile.ZipFile(path)
        part = 'content.xml' if path.endswith('.odt') else 'word/document.xml'
        s = z.read(part).decode()
        s = re.sub('</w:p>|</text:p>', '\n', s)
    else:
        s = open(path, encoding='utf-8', newline='').read()
    return re.sub('<[^>]*>', '', s)
bad = 0
for path in sorted(glob.glob(sys.argv[1] + '/*')):
    name, kind, ext = os.path.basename(path).split('.')
    if ext == 'txt': continue
    if words(path) != words(f'{sys.argv[1]}/{name}.0.{ext}'):
        bad += 1
        print('a mark is left:', path)
sys.exit(bad > 0)
PY
