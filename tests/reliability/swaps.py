#!/usr/bin/python3
"""swaps.py -- a member with a good key puts sealed things where they do not
belong: into each other's place, into another submission, twice.

usage: swaps.py                   TIPLINE_PAIRS=190 of the pairs of 20 objects

All of it is signed by a desk member, so that no missing signature gives it
away.  The audit must name it; whoever opens what was moved must get nothing of
it.  First an ordinary entry made in the same way must pass.
"""
import itertools
import os
import random
import shutil
import sys

try:
    from insider import Insider
except ImportError:
    print('SKIP swaps.py: no python3-nacl')
    sys.exit(77)

import kit
from kit import Broken

SAMPLES = os.path.join(kit.ROOT, 'docs', 'samples')


def tree_of(w):
    """{path: object id} of everything in the vault."""
    found = {}
    for line in w.git('ls-tree', '-r', 'refs/heads/main').splitlines():
        meta, path = line.split('\t')
        found[path] = meta.split()[2]
    return found


def found(w, what):
    r = w.tl('desk', 'audit')
    if r.code != 3:
        raise Broken('%s: the audit ends with %d' % (what, r.code))


def nothing_opens(w, who, ident, *words):
    """It fails, and no file is left."""
    to = w.path('tmp', 'moved')
    r = w.tl(who, 'open', ident, '-o', to, *words)
    if r.code == 0 or os.path.exists(to):
        raise Broken('%s opens what was moved: exit %d' % (who, r.code))


def submission_of(path):
    return path.split('/')[3]


def swap(world, pair, folder):
    """Two objects in each other's place."""
    w = world.copy(folder)
    tree = tree_of(w)
    a, b = pair
    Insider(w, 'desk').entry('examine', {a: tree[b], b: tree[a]},
                             {submission_of(a), submission_of(b)})
    try:
        found(w, '%s for %s' % pair)
        for path in pair:
            if '/original.' in path or '/manifest.' in path:
                nothing_opens(w, 'desk', submission_of(path), '--original')
            elif '/clean.' in path:
                nothing_opens(w, 'desk', submission_of(path))
    except Broken as e:
        return str(e)
    return None


def moved_grants(world, base, ids):
    """A grant of one submission under the name of another: nothing opens."""
    wrong, n = [], 0
    for a, b in itertools.permutations(ids, 2):
        w = world.copy(os.path.join(base, 'grants'))
        w.tl('desk', 'assign', a, 'reporter').need(0)
        tree = tree_of(w)
        of_a = [p for p in tree if submission_of_any(p) == a and '/grants/working/' in p]
        r = Insider(w, 'reporter').fpr
        name = next(p for p in of_a if r in p)
        to = name.replace('submissions/%s/%s/%s' % (a[:2], a[2:4], a),
                          'submissions/%s/%s/%s' % (b[:2], b[2:4], b))
        try:
            w.tl('reporter', 'open', a, '-o', w.path('tmp', 'fine')).need(0)
            Insider(w, 'desk').entry('assign', {to: tree[name]}, {b})
            nothing_opens(w, 'reporter', b)
            # The same over the grant of the desk that is there already.
            d = Insider(w, 'desk')
            own = next(p for p in tree if submission_of_any(p) == b and
                       '/grants/original/%s' % d.fpr in p)
            others = next(p for p in tree if submission_of_any(p) == a and
                          '/grants/original/%s' % d.fpr in p)
            d.entry('assign', {own: tree[others]}, {b})
            found(w, 'a grant over a grant')
            nothing_opens(w, 'desk', b, '--original')
        except Broken as e:
            wrong.append('grant of %s in %s: %s' % (a[:8], b[:8], e))
        n += 2
    return n, wrong


def submission_of_any(path):
    parts = path.split('/')
    return parts[3] if parts[0] == 'submissions' else ''


def replays(world, base):
    """A drop that was taken: again, under another id, by another hand."""
    wrong, n = [], 0
    w = world.copy(os.path.join(base, 'replay'))
    with open(w.path('cards'), 'w') as f:
        f.write(kit.card(w, 'desk') + '\n')
    words = [kit.TIPLINE, '-i', w.path('keys', 'intake.key'), 'submit', w.path('files', 'small'),
             '--to', w.path('cards'), '--outbox', w.path('outbox')]
    kit.run(words).need(0)
    drop = os.listdir(w.path('outbox'))[0]
    ident = drop.split('.')[0]
    shutil.copytree(w.path('outbox', drop), w.path('tmp', drop))
    w.tl('desk', 'take', w.path('outbox')).need(0)
    count = len(w.submissions())

    def again(what, codes, change=None):
        """Put the drop into the outbox again, changed, and take it."""
        nonlocal n
        n += 1
        shutil.rmtree(w.path('outbox'))
        os.makedirs(w.path('outbox'))
        to = w.path('outbox', drop)
        shutil.copytree(w.path('tmp', drop), to)
        if change is not None:
            change(to)
        r = w.tl('desk', 'take', w.path('outbox'))
        if r.code not in codes or len(w.submissions()) != count:
            wrong.append('%s: exit %d, %d submissions' % (what, r.code, len(w.submissions())))

    def other_id(to):
        with open(os.path.join(to, 'drop')) as f:
            text = f.read()
        with open(os.path.join(to, 'drop'), 'w') as f:
            f.write(text.replace(ident, 'f' * 32))

    def renamed(to):
        os.rename(to, to.replace(ident, 'e' * 32))

    again('taken again', (0,))
    again('taken again under another folder name', (0,), renamed)
    again('under another id', (5,), other_id)
    # By a desk member who enters its files under another id.
    tree = tree_of(w)
    new = ident[:4] + 'f' * 28
    files = {p.replace(ident, new): oid for p, oid in tree.items()
             if submission_of_any(p) == ident}
    Insider(w, 'desk').entry('submit', files, {new})
    n += 1
    try:
        found(w, 'a drop under another id')
        nothing_opens(w, 'desk', new, '--original')
    except Broken as e:
        wrong.append(str(e))
    return n, wrong


def main():
    pairs = kit.number('TIPLINE_PAIRS', 190)
    base = kit.work_folder()
    try:
        world = kit.make_world(os.path.join(base, 'world'))
        ids = [kit.submit(world, os.path.join(SAMPLES, 'tip.txt'), world.path('files', 'large'))
               for _ in range(3)]
        world.tl('desk', 'examine').need(0, 5)
        # The control: an entry made by hand that is as it should be.
        w = world.copy(os.path.join(base, 'control'))
        tree = tree_of(w)
        plan = next(p for p in tree if p.endswith('/text.sealed'))
        Insider(w, 'desk').entry('find', {plan.replace('text', 'plan.1'): tree[plan]},
                                 {submission_of(plan)})
        kit.holds(w)
        objects = sorted(p for p in tree if p.endswith(('.sealed', '.large')) and
                         p.startswith('submissions/'))
        r = random.Random(1)
        objects = r.sample(objects, 20)
        all_pairs = list(itertools.combinations(objects, 2))
        chosen = all_pairs if pairs >= len(all_pairs) else r.sample(all_pairs, pairs)
        got = [g for g in kit.over(chosen, lambda p, f: swap(world, p, f), base) if g]
        grants, wrong = moved_grants(world, base, ids if pairs >= 190 else ids[:2])
        drops, more = replays(world, base)
        wrong = got + wrong + more
        print('swaps    %d swaps of 20 objects, %d moved grants, %d replays: %d not refused' %
              (len(chosen), grants, drops, len(wrong)))
        for line in wrong[:8]:
            print('  ' + line)
    except Broken as e:
        sys.exit('swaps    %s' % e)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
