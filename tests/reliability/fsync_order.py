#!/usr/bin/env python3
"""fsync_order.py -- every submission is durable before it is acknowledged.

usage: fsync_order.py             TIPLINE_SUBMISSIONS=200

Traces submissions straight into a vault, drops, and takes; fsync_log.py judges
each log; so are some rotations.  Then logs are doctored: without the fsyncs of one file or folder,
with the branch moved early, with the id told early.  Each must be found.
"""
import os
import re
import shutil
import subprocess
import sys

import fsync_log
import kit

ROTATIONS = 3
NEEDED = re.compile(r'/(objects|lfs/objects|refs/heads)(/|$)')


def traced(w, log, argv):
    r = kit.run(['strace', '-f', '-y', '-qq', '-s', '200', '-o', log, '-e',
                 'trace=' + fsync_log.CALLS, *argv], w.env)
    r.need(0)
    with open(log, errors='replace') as f:
        lines = f.readlines()
    os.remove(log)
    return lines


def doctored(lines):
    """(what was done, lines): each of them lies about one step."""
    synced = re.compile(r'^\d+ +(?:fsync|fdatasync)\(\d+<([^>]*)>')
    told = next(i for i, l in enumerate(lines) if re.search(r'write\(1<.*submitted', l))
    paths = {m.group(1) for l in lines[:told] if (m := synced.match(l))}
    for path in sorted(p for p in paths if NEEDED.search(p)):
        yield 'no fsync of ' + path, [l for l in lines if not
                                      ((m := synced.match(l)) and m.group(1) == path)]
    move = next(i for i, l in enumerate(lines) if re.search(r'rename.*refs/heads.*"main"\)', l))
    first = next(i for i, l in enumerate(lines) if synced.match(l))
    yield 'the branch first', lines[:first] + [lines[move]] + lines[first:move] + lines[move + 1:]
    yield 'told first', [lines[told]] + lines[:told]
    yield 'told before the branch is durable', \
        lines[:move + 1] + [lines[told]] + lines[move + 1:told]


def main():
    if shutil.which('strace') is None or \
            subprocess.run(['strace', '-qq', '-o', '/dev/null', 'true']).returncode != 0:
        kit.skip('no strace that may trace')
    kit.need_trip()
    n = kit.number('TIPLINE_SUBMISSIONS', 200)
    base = kit.work_folder()
    failed = told = 0
    try:
        w = kit.make_world(os.path.join(base, 'world'))
        with open(w.path('cards'), 'w') as f:
            f.write(kit.card(w, 'desk') + '\n')
        with open(w.path('files', 'lots'), 'wb') as f:
            f.write(bytes(1500000))
        sets = [['small'], ['small', 'large'], ['large', 'lots', 'small']]
        for i in range(n):
            files = [w.path('files', f) for f in sets[i % 3]]
            # Of every ten: seven straight, two by drop, and one take of those.
            if i % 10 < 7:
                words = w.words('desk', 'submit', *files)
            elif i % 10 < 9:
                words = [kit.TIPLINE, '-i', w.path('keys', 'intake.key'), 'submit', *files,
                         '--to', w.path('cards'), '--outbox', w.path('outbox')]
            else:
                words = w.words('desk', 'take', w.path('outbox'))
            lines = traced(w, w.path('tmp', 'log'), words)
            log = fsync_log.check(lines)
            if log.told == 0 or log.moves == 0:
                log.bad('log', '%d moves, %d told' % (log.moves, log.told))
            told += log.told
            for v in log.violations[:5]:
                print('  run %d: %s' % (i, v))
            failed += len(log.violations)
            if i == 1:
                straight = lines
        # A new epoch's secret is in the key file before the vault names it.
        for i in range(ROTATIONS):
            log = fsync_log.check(traced(w, w.path('tmp', 'log'), w.words('desk', 'rotate')))
            if log.moves == 0 or log.keys == 0:
                log.bad('log', '%d moves, %d key files' % (log.moves, log.keys))
            for v in log.violations[:5]:
                print('  rotation %d: %s' % (i, v))
            failed += len(log.violations)
            w.tl('desk', 'rotate', '--finish').need(0)
        print('fsync    %d runs, %d acknowledged: %d violations' % (n, told, failed))
        missed = tried = 0
        for what, lines in doctored(straight):
            tried += 1
            if not fsync_log.check(lines).violations:
                print('  not found: ' + what)
                missed += 1
        print('fsync    %d doctored logs: %d not found' % (tried, missed))
        failed += missed + (tried < 5)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
