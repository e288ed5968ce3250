#!/usr/bin/env python3
"""measure.py -- how well scans are read, and how long that takes.

usage: measure.py BUILD_FOLDER [quick]

Pages of known words (eng.txt, pol.txt, fra.txt) are drawn by pdftoppm and made
worse by netpbm and by hand, then read by `tipline text`.  A line for each way:
words read in their order, in percent of the true ones, for each language; CPU
seconds for a page, with an even part of the start of the programs.
"""
import json
import os
import random
import resource
import subprocess
import sys
import tempfile

from accuracy import accuracy
from page import page

HERE = os.path.dirname(os.path.abspath(__file__))
LANGUAGES = ('eng', 'pol', 'fra')


def pipe(data, *commands):
    for c in commands:
        data = subprocess.run(c, input=data, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=True).stdout
    return data


def draw(pdf, dpi):
    return subprocess.run(['pdftoppm', '-r', str(dpi), '-gray', pdf],
                          stdout=subprocess.PIPE, check=True).stdout


def pixels(pgm):
    head, rest = pgm.split(b'\n255\n', 1)
    return head + b'\n255\n', rest


def noise(pgm, strength):
    """Grain, and some specks of dirt."""
    head, px = pixels(pgm)
    r = random.Random(7)
    grain = r.randbytes(len(px))
    table = [(g - 128) * strength // 128 for g in range(256)]
    out = bytearray(min(255, max(0, p + table[g]))
                    for p, g in zip(px, grain))
    for _ in range(len(out) // 2000):
        out[r.randrange(len(out))] = r.choice((0, 40, 90))
    return head + bytes(out)


def levels(pgm, low, high):
    head, px = pixels(pgm)
    return head + px.translate(bytes(low + (high - low) * v // 255
                                     for v in range(256)))


def blurred(pgm):
    """Half the dots and back again."""
    return pipe(pgm, ['pamscale', '0.5'], ['pamscale', '2'])


def turned(degrees):
    return ['pnmrotate', '-background', 'white', str(degrees)]


def jpeg(quality):
    return ['pnmtojpeg', '-quality', str(quality)]


WAYS = [
    ('72 dpi (a screenshot)', lambda p: draw(p, 72)),
    ('100 dpi', lambda p: draw(p, 100)),
    ('150 dpi', lambda p: draw(p, 150)),
    ('200 dpi', lambda p: draw(p, 200)),
    ('300 dpi', lambda p: draw(p, 300)),
    ('150 dpi, JPEG quality 50', lambda p: pipe(draw(p, 150), jpeg(50))),
    ('200 dpi, grain', lambda p: noise(draw(p, 200), 90)),
    ('300 dpi, strong grain', lambda p: noise(draw(p, 300), 160)),
    ('200 dpi, blurred', lambda p: blurred(draw(p, 200))),
    ('200 dpi, 2 degrees', lambda p: pipe(draw(p, 200), turned(2))),
    ('200 dpi, 7 degrees', lambda p: pipe(draw(p, 200), turned(7))),
    ('200 dpi, on its side', lambda p: pipe(draw(p, 200),
                                            ['pamflip', '-r90'])),
    ('200 dpi, on its head', lambda p: pipe(draw(p, 200),
                                            ['pamflip', '-r180'])),
    ('200 dpi, white on black', lambda p: levels(draw(p, 200), 250, 10)),
    ('200 dpi, faint on grey', lambda p: levels(draw(p, 200), 120, 180)),
    ('all: 200 dpi, grain, 3 degrees, blurred, JPEG quality 50',
     lambda p: pipe(noise(blurred(pipe(draw(p, 200), turned(3))), 40),
                    jpeg(50))),
]


def read(tipline, files):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([tipline, '--json', 'text'] + files,
                         stdout=subprocess.PIPE, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - \
        before.ru_stime
    lines = [json.loads(s) for s in out.splitlines()]
    return [v['text'] for v in lines], seconds / len(files)


def main(build, quick):
    tipline = os.path.join(build, 'bin', 'tipline')
    true = {}
    print('| page of 25 lines | %s | CPU a page |' % ' | '.join(LANGUAGES))
    print('|---|%s---|' % ('---|' * len(LANGUAGES)))
    with tempfile.TemporaryDirectory() as folder:
        for name in LANGUAGES:
            with open(os.path.join(HERE, name + '.txt'),
                      encoding='utf-8') as f:
                true[name] = f.read()
            with open(os.path.join(folder, name + '.pdf'), 'wb') as f:
                f.write(page(true[name]))
        for what, way in WAYS[2:3] if quick else WAYS:
            files = []
            for name in LANGUAGES:
                files.append(os.path.join(folder, name + '.scan'))
                data = way(os.path.join(folder, name + '.pdf'))
                if data[:2] != b'\xff\xd8':
                    data = pipe(data, ['pnmtopng'])
                with open(files[-1], 'wb') as f:
                    f.write(data)
            texts, seconds = read(tipline, files)
            print('| %s | %s | %.1f s |' % (what, ' | '.join(
                '%.1f' % accuracy(true[n], t)
                for n, t in zip(LANGUAGES, texts)), seconds), flush=True)


if __name__ == '__main__':
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], len(sys.argv) == 3)
