#!/usr/bin/env python3
"""review.py -- how soon the review page is there.
usage: review.py TIPLINE FOLDER [PAGES [ROUNDS]]

Makes a PDF of PAGES (500) pages of words, submits and examines it, and then,
ROUNDS (3) times: starts `tipline review --no-browser`, and asks for the page,
the state, the findings, the first sheet and its picture, one after the other, as
a browser does.  Prints the least time of each."""
import http.client
import json
import os
import random
import re
import subprocess
import sys
import time

tipline, work = sys.argv[1:3]
pages = int(sys.argv[3]) if len(sys.argv) > 3 else 500
rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
ME = [tipline, '-C', 'vault', '-i', 'me.key']


def document(path):
    """Words like a report's, an address or a number here and there."""
    pick = random.Random(1)
    words = 'the ministry paid for works that were never done in the harbour of a town by the sea'.split()
    out, at = bytearray(b'%PDF-1.4\n'), []

    def add(body):
        at.append(len(out))
        out.extend(b'%d 0 obj\n' % len(at) + body + b'\nendobj\n')
    add(b'<</Type/Catalog/Pages 2 0 R>>')
    add(b'<</Type/Pages/Count %d/Kids[%s]>>' % (pages, b' '.join(
        b'%d 0 R' % (4 + 2 * n) for n in range(pages))))
    add(b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')
    for n in range(pages):
        lines = []
        for row in range(45):
            line = [pick.choice(words) for _ in range(12)]
            if row % 15 == 7:
                line[5] = 'jane.%d@example.org' % (n % 90)
            lines.append('1 0 0 1 60 %d Tm (%s) Tj' % (780 - 16 * row, ' '.join(line)))
        text = ('BT /F1 10 Tf ' + '\n'.join(lines) + ' ET').encode()
        add(b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>'
            b'/Contents %d 0 R>>' % (5 + 2 * n))
        add(b'<</Length %d>>stream\n%s\nendstream' % (len(text), text))
    begin = len(out)
    out.extend(b'xref\n0 %d\n0000000000 65535 f \n' % (len(at) + 1))
    out.extend(b''.join(b'%010d 00000 n \n' % a for a in at))
    out.extend(b'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (len(at) + 1, begin))
    with open(path, 'wb') as f:
        f.write(out)


def call(*words):
    done = subprocess.run(list(words), cwd=work, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit('%s: %s' % (words, done.stderr))
    return done.stdout


def once(ident):
    """Seconds of each step."""
    times = {}
    begun = time.monotonic()
    review = subprocess.Popen(ME + ['review', ident, '--no-browser'], cwd=work,
                              stdout=subprocess.PIPE, text=True)
    said = review.stdout.readline()
    address, code = re.search(r'http://([\d.:]+)/ .*code (\S+)', said).groups()
    times['start'] = time.monotonic() - begun
    c = http.client.HTTPConnection(address, timeout=120)

    def ask(method, path, body=None, fields={}):
        c.request(method, path, body, fields)
        r = c.getresponse()
        data = r.read()
        if r.status != 200:
            sys.exit('%s: %d %r' % (path, r.status, data[:200]))
        return r, data
    r, _ = ask('POST', '/enter', 'token=' + code, {'Origin': 'null',
               'Content-Type': 'application/x-www-form-urlencoded'})
    cookie = {'Cookie': r.getheader('Set-Cookie').split(';')[0]}
    first = time.monotonic()
    for name, path in (('page', '/'), ('state', '/api/state'), ('findings', '/api/item/0'),
                       ('sheet', '/api/item/0/sheet/0'), ('picture', '/picture/0/0?w=1000')):
        begun = time.monotonic()
        _, data = ask('GET', path, None, cookie)
        times[name] = time.monotonic() - begun
        if name == 'page':
            token = re.search(rb'name="token" content="(\w+)"', data).group(1).decode()
    times['all five'] = time.monotonic() - first
    for name, path in (('as released', '/made/0/0?w=1000'),
                       ('page 250', '/picture/0/%d?w=1000' % (pages // 2))):
        begun = time.monotonic()
        ask('GET', path, None, cookie)
        times[name] = time.monotonic() - begun
    ask('POST', '/api/close', '{}', {**cookie, 'Origin': 'http://' + address,
        'X-Tipline-Token': token, 'Content-Type': 'application/json'})
    review.wait()
    return times


document(os.path.join(work, 'review.pdf'))
if not os.path.exists(os.path.join(work, 'me.key')):
    call(tipline, 'key', 'new', 'me.key', '--no-passphrase')
if not os.path.exists(os.path.join(work, 'vault')):
    call(tipline, '-i', 'me.key', 'init', 'vault')
ident = json.loads(call(*ME, '--json', 'submit', 'review.pdf').splitlines()[0])['submission']
call(*ME, 'examine', ident, '--no-ocr')
call(*ME, 'find', ident)
all_times = [once(ident) for _ in range(rounds)]
for name in all_times[0]:
    print('%-44s %8.3f s%s' % ('review of %d pages: %s' % (pages, name),
          min(t[name] for t in all_times), '  aim < 1' if name == 'all five' else ''), flush=True)
