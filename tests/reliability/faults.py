#!/usr/bin/env python3
"""faults.py -- any system call of a verb fails, once or from then on.

usage: faults.py [VERB...]        TIPLINE_POINTS=0 every call; n: n of them

Four times over the run of a verb: call N fails with EIO, with ENOSPC, and
each of them also for all calls that follow.  Counted:

  false      said to be done (exit 0, or its answer given) and is not there
  lost       what was in the vault before is not there, or not whole
  codes      an exit code that tells the person something that is not so
  stuck      the next run, on a healthy machine, does not succeed by itself
  broken     anything else: the history does not hold, a hang
"""
import collections
import shutil
import sys

import kit
from kill import VERBS, told, world_of
from kit import Broken

MODES = [('EIO', ''), ('ENOSPC', ''), ('EIO', '+'), ('ENOSPC', '+')]

# 0 done, 1 failed, 5 some refused, 11 busy; 127: the loader could not load a
# library; 134: libsodium and the C library abort when there is no memory or no
# random number left to go on with.
RIGHT = {0, 1, 5, 11, 127, 134}


def one_point(verb, world, point, folder):
    """(kind of failure or None, words, exit code)"""
    n, error, on = point
    w = world.copy(folder)
    before = w.head()
    code = None
    try:
        first = kit.run([kit.TRIP, error, '%d%s' % (n, on), *verb.words(w)], w.env, 60)
        code = first.code
        moved = w.head() != before
        if code == 0 and not moved or told(first) and not moved:
            return 'false', first.err[-200:], code
        if code not in RIGHT and code != 99:
            return 'codes', 'exit %d: %s' % (code, first.err.strip()[-200:]), code
        kit.holds(w)
        if kit.originals(w, verb.old) != verb.content:
            return 'lost', verb.old, code
        if code != 0 or not moved:
            second = kit.run(verb.again(w, first), w.env)
            if second.code not in verb.codes:
                return 'stuck', 'exit %d: %s' % (second.code, second.err.strip()[-200:]), code
            verb.check(w, first, second)
        else:
            verb.check(w, first, first)
        kit.holds(w)
    except Broken as e:
        return type(e).__name__.lower(), str(e), code
    return None, '', code


def main():
    kit.need_trip()
    wanted = kit.number('TIPLINE_POINTS', 0)
    failed = 0
    for name in sys.argv[1:] or ['submit', 'take', 'rotate']:
        base = kit.work_folder()
        try:
            verb = VERBS[name]()
            world, total, _ = world_of(verb, base)
            verb.content = kit.originals(world, verb.old)
            at = kit.spread(total, wanted or total)
            points = [(n, error, on) for error, on in MODES for n in at]
            got = kit.over(points, lambda p, f: one_point(verb, world, p, f), base)
        finally:
            shutil.rmtree(base, ignore_errors=True)
        kinds = collections.Counter(g[0] for g in got)
        codes = collections.Counter(g[2] for g in got)
        print('%-8s %5d failures at %d of %d calls: %s; exit codes %s' %
              (name, len(points), len(at), total,
               ', '.join('%d %s' % (kinds[k], k)
                         for k in ('false', 'lost', 'codes', 'stuck', 'copies', 'broken')),
               ' '.join('%s:%d' % c for c in sorted(codes.items(), key=str))), flush=True)
        wrong = [(p, g) for p, g in zip(points, got) if g[0] is not None]
        for p, g in wrong[:kit.number('TIPLINE_SHOW', 5)]:
            print('  call %d, %s%s: %s: %s' % (*p, g[0], g[1]))
        failed += len(wrong)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
