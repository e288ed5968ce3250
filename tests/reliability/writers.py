#!/usr/bin/env python3
"""writers.py -- many writers at once: all of it comes in, none of it twice.

usage: writers.py                 TIPLINE_WRITERS=8 TIPLINE_EACH=250

Every content is another one, so that what came in can be told apart by
opening it.  A writer that finds the vault busy (exit 11) submits again.
"""
import hashlib
import os
import shutil
import sys
import threading
import time

import kit
from kit import Broken
from kill import told


def writer(w, number, each, ids, retries, wrong):
    at = w.path('files', 'w%d' % number)
    for i in range(each):
        text = b'writer %d, submission %d\n' % (number, i)
        with open(at, 'wb') as f:
            f.write(text)
        while True:
            r = w.tl('desk', '--json', 'submit', at)
            if r.code == 0:
                ids[told(r)[0]] = hashlib.sha256(text).digest()
                break
            if r.code != 11:
                wrong.append('exit %d: %s' % (r.code, r.err.strip()))
                break
            retries.append(number)


def main():
    writers = kit.number('TIPLINE_WRITERS', 8)
    each = kit.number('TIPLINE_EACH', 250)
    base = kit.work_folder()
    try:
        w = kit.make_world(os.path.join(base, 'world'))
        ids, retries, wrong = {}, [], []
        start = time.monotonic()
        threads = [threading.Thread(target=writer, args=(w, n, each, ids, retries, wrong))
                   for n in range(writers)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        seconds = time.monotonic() - start
        there = w.submissions()
        kit.holds(w)

        def same(ident, folder):
            """Is what was acknowledged what can be opened?"""
            os.makedirs(folder, exist_ok=True)
            to = os.path.join(folder, 'opened')
            r = kit.run(w.words('desk', 'open', ident, '--original', '-o', to), w.env)
            if r.code != 0:
                return False
            with open(os.path.join(to, '001.original'), 'rb') as f:
                sha = hashlib.sha256(f.read()).digest()
            shutil.rmtree(to)
            return sha == ids.get(ident)

        whole = kit.over(sorted(there), same, base)
        one_line = w.git('rev-list', '--count', '--min-parents=2', 'main').strip() == '0'
        entries = int(w.git('rev-list', '--count', '--first-parent', 'main'))
        total = writers * each
        print('writers  %d x %d in %.0f s: %d of %d acknowledged, %d there, %d whole, '
              '%d contents, %d busy and tried again' %
              (writers, each, seconds, len(ids), total, len(there), sum(whole),
               len(set(ids.values())), len(retries)))
        for line in wrong[:5]:
            print('  ' + line)
        if wrong or len(ids) != total or there != set(ids) or not all(whole) or \
                len(set(ids.values())) != total or not one_line or \
                entries != total + len(kit.MEMBERS):
            raise Broken('not all of it, or something twice; %d entries' % entries)
    except Broken as e:
        print('  broken: %s' % e)
        sys.exit(1)
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == '__main__':
    main()
