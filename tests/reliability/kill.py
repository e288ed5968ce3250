#!/usr/bin/env python3
"""kill.py -- a verb is killed at any point; nothing acknowledged is lost.

usage: kill.py [VERB...]          TIPLINE_POINTS=1000 points for each verb

A run of the verb is killed with all of its processes at one system call; the
points lie evenly over the run.  Then the person does what a person does: runs
it again.  Counted, over all points:

  lost       acknowledged, and not there afterwards, or not whole
  manual     the second run did not succeed by itself
  left       files that nobody needs, after the second run
  copies     submissions more than one of what was submitted
  broken     anything else: the history no longer holds, a hang, a crash
"""
import hashlib
import json
import os
import re
import shutil
import sys
import time

import kit
from kit import Broken

SAMPLES = os.path.join(kit.ROOT, 'docs', 'samples')


class Verb:
    """One verb: the vault it starts from, its words, and what must hold."""
    codes = (0,)

    def prepare(self, w):
        self.old = kit.submit(w, w.path('files', 'large'), w.path('files', 'small'))

    def words(self, w):
        raise NotImplementedError

    def again(self, w, first):
        """What the person runs next; `first` is what the killed run said."""
        return self.words(w)

    def check(self, w, first, second):
        """Raises Lost, Copies or Broken; `second` is None without a kill."""


class Lost(Broken):
    pass


class Copies(Broken):
    pass


class Manual(Broken):
    pass


class Left(Broken):
    pass


def told(r):
    """Ids in whole lines of the answer."""
    return [json.loads(line)['submission'] for line in r.out.splitlines(True)
            if line.endswith('\n') and line.startswith('{') and 'submission' in line]


def remembered(name, first):
    """Killed just after it told the id, a submit leaves the note that it may not
    have: for some days, for somebody who did not read it."""
    return name in ['vault/untold/' + ident for ident in told(first)]


class Submit(Verb):
    def words(self, w):
        return w.words('desk', '--json', 'submit', w.path('files', 'small'),
                       w.path('files', 'large'))

    def again(self, w, first):
        if told(first):         # acknowledged: nobody submits it again
            return w.words('desk', '--json', 'submit', '--message', 'another')
        return self.words(w)

    def check(self, w, first, second):
        for ident in told(first):
            if kit.originals(w, ident) != kit.content(w, 'small', 'large'):
                raise Lost(ident)
        if not told(first):
            new = w.submissions() - {self.old}
            if not new.issuperset(told(second)) or not told(second):
                raise Lost('told at the second run, not there')
            if kit.originals(w, told(second)[0]) != kit.content(w, 'small', 'large'):
                raise Lost(told(second)[0])
            if len(new) > 1:
                raise Copies('%d copies' % len(new))


class Drop(Verb):
    """submit into an outbox: the drop is whole, or it is not there."""

    def words(self, w):
        return [kit.TIPLINE, '-i', w.path('keys', 'intake.key'), '--json', 'submit',
                w.path('files', 'small'), w.path('files', 'large'), '--to', w.path('cards'),
                '--outbox', w.path('outbox')]

    def prepare(self, w):
        super().prepare(w)
        with open(w.path('cards'), 'w') as f:
            f.write(kit.card(w, 'desk') + '\n')

    def check(self, w, first, second):
        w.tl('desk', 'take', w.path('outbox')).need(0)
        there = w.submissions()
        for ident in told(first) + told(second):
            if ident not in there:
                raise Lost(ident)
            if kit.originals(w, ident) != kit.content(w, 'small', 'large'):
                raise Lost(ident)


class Take(Verb):
    def prepare(self, w):
        super().prepare(w)
        with open(w.path('cards'), 'w') as f:
            f.write(kit.card(w, 'desk') + '\n')
        self.drops = []
        for name in ('small', 'large', 'small'):
            r = kit.run([kit.TIPLINE, '-i', w.path('keys', 'intake.key'), '--json', 'submit',
                         w.path('files', name), '--to', w.path('cards'), '--outbox',
                         w.path('outbox')]).need(0)
            self.drops.append((json.loads(r.out)['submission'], name))

    def words(self, w):
        return w.words('desk', '--json', 'take', w.path('outbox'))

    def check(self, w, first, second):
        there = w.submissions()
        for ident, name in self.drops:
            if ident not in there:
                raise Lost('the drop ' + ident)
            if kit.originals(w, ident) != kit.content(w, name):
                raise Lost(ident)
        if len(there) != 1 + len(self.drops):
            raise Copies('%d submissions of %d' % (len(there) - 1, len(self.drops)))


class Examine(Verb):
    codes = (0, 5)

    def prepare(self, w):
        self.old = kit.submit(w, os.path.join(SAMPLES, 'tip.txt'),
                              os.path.join(SAMPLES, 'chart.png'))

    def words(self, w):
        return w.words('desk', '--json', 'examine')

    def again(self, w, first):
        return w.words('desk', '--json', 'examine', self.old)

    def check(self, w, first, second):
        names = w.tree()
        for kind in ('report', 'clean', 'text'):
            n = len([p for p in names if re.search(r'/%s(\.1)?\.(sealed|large)$' % kind, p)])
            if n != 2:
                raise Lost('%d of 2 objects of kind %s' % (n, kind))


class Assign(Verb):
    def prepare(self, w):
        super().prepare(w)
        w.tl('desk', 'examine').need(0, 5)

    def words(self, w):
        return w.words('desk', 'assign', self.old, 'reporter', '--original')

    def check(self, w, first, second):
        if kit.originals(w, self.old, 'reporter') != kit.content(w, 'small', 'large'):
            raise Lost('what was assigned cannot be opened')


class Release(Verb):
    def prepare(self, w):
        self.old = kit.submit(w, os.path.join(SAMPLES, 'tip.txt'))
        w.tl('desk', 'examine').need(0)
        w.tl('desk', 'find', self.old).need(0)
        w.tl('desk', 'review', self.old, '--accept-all').need(0)
        w.tl('two', 'approve', self.old).need(0)

    def words(self, w):
        return w.words('desk', 'release', self.old, '--to', 'analyst')

    def check(self, w, first, second):
        if not any(n.endswith('.txt') for n in kit.opened(w, self.old, 'analyst')):
            raise Lost('the analyst has no release')
        numbers = released(w, self.old)
        if numbers != list(range(1, len(numbers) + 1)) or len(numbers) > 2:
            raise Broken('releases %s' % numbers)
        left = [n for n in os.listdir(w.path('tmp'))]
        if left:
            raise Left(left[0])


def released(w, ident):
    """The numbers of the releases in the vault; each must be whole."""
    names = [n.split('/%s/' % ident, 1)[1] for n in w.tree() if '/%s/' % ident in n]
    numbers = sorted(int(n.split('/')[1].split('.')[0]) for n in names
                     if n.startswith('releases/'))
    for n in numbers:
        if not any(x.startswith('entities/%d.' % n) for x in names):
            raise Broken('release %d without entities' % n)
        if not any(re.search(r'/release\.%d\.' % n, x) for x in names):
            raise Broken('release %d without files' % n)
    return numbers


class Recall(Release):
    codes = (0, 1)      # 1: it was withdrawn already

    def prepare(self, w):
        super().prepare(w)
        w.tl('desk', 'release', self.old, '--to', 'analyst').need(0)

    def words(self, w):
        return w.words('desk', 'recall', self.old, '--reason', 'too early')

    def check(self, w, first, second):
        r = w.tl('analyst', 'open', self.old, '-o', w.path('tmp', 'no')).need(4)
        if 'withdrawn' not in r.err:
            raise Lost('the release can be opened')


class Partner(Release):
    """A release into an outbox: what is there is whole and on record, and what
    was told is there."""

    def prepare(self, w):
        super().prepare(w)
        kit.run([kit.TIPLINE, 'key', 'new', w.path('keys', 'chief.key'),
                 '--no-passphrase']).need(0)
        self.there = kit.World(w.folder)
        self.there.vault = w.path('there')
        kit.run([kit.TIPLINE, '-i', w.path('keys', 'chief.key'), 'init', self.there.vault,
                 '--name', 'chief']).need(0)
        for name, who in (('cards', 'chief'), ('from', 'desk')):
            with open(w.path(name), 'w') as f:
                f.write(kit.card(w, who) + '\n')

    def words(self, w):
        return w.words('desk', '--json', 'release', self.old, '--to', w.path('cards'),
                       '--outbox', w.path('outbox'))

    def again(self, w, first):
        if told(first):
            # Another write: it tidies up what a writer before left.
            return w.words('desk', 'submit', w.path('files', 'small'))
        return self.words(w)

    def check(self, w, first, second):
        record = set()
        for n in w.tree():
            if '/partners/' in n:
                record.add(w.git('cat-file', '-p', 'refs/heads/main:' + n).split()[1])
        drops = [n for n in os.listdir(w.path('outbox'))]
        for n in drops:
            if not n.endswith('.drop'):
                raise Left('outbox/' + n)
            with open(w.path('outbox', n, 'drop'), 'rb') as f:
                if hashlib.sha256(f.read()).hexdigest() not in record:
                    raise Broken('a drop left that is not on record')
        if not drops:
            raise Lost('told, and no drop is there')
        there = kit.World(w.folder)
        there.vault = w.path('there')
        there.tl('chief', 'take', w.path('outbox'), '--from', w.path('from')).need(0)
        for ident in there.submissions():
            if len(kit.originals(there, ident, 'chief')) != 3:
                raise Lost('what the partner took is not whole')
        if len(there.submissions()) != len(drops):
            raise Lost('%d of %d drops' % (len(there.submissions()), len(drops)))
        kit.holds(there, 'chief')
        released(w, self.old)
        shutil.rmtree(there.vault)


class Rotate(Verb):
    """The key opens what it opened, and holds one epoch's secret in the end."""

    def prepare(self, w):
        super().prepare(w)
        self.more = [kit.submit(w, w.path('files', 'small')) for _ in range(2)]
        w.tl('desk', 'examine').need(0, 5)
        # Without the role intake nothing is on its way to an old card.
        w.tl('desk', 'member', 'remove', 'intake').need(0)

    def words(self, w):
        return w.words('desk', 'rotate')

    def check(self, w, first, second):
        if kit.originals(w, self.old) != kit.content(w, 'small', 'large'):
            raise Lost(self.old)
        for ident in self.more:
            if kit.originals(w, ident) != kit.content(w, 'small'):
                raise Lost(ident)
            kit.opened(w, ident)
        n = kit.epochs(w.path('keys', 'desk.key'))
        if n != 1:
            raise Broken('%d epochs in the key file' % n)


class Erase(Verb):
    codes = (0, 4)      # 4: it was erased already

    def prepare(self, w):
        super().prepare(w)
        self.gone = kit.submit(w, w.path('files', 'small'))
        w.tl('desk', 'policy', 'set', 'erasers', '1').need(0)

    def words(self, w):
        return w.words('desk', 'erase', self.gone, '--reason', 'asked for')

    def check(self, w, first, second):
        if not any(n.endswith(self.gone + '/erased/done') for n in w.tree()):
            raise Lost('it is not erased')
        w.tl('desk', 'open', self.gone, '--original', '-o', w.path('tmp', 'no')).need(4)
        if kit.originals(w, self.old) != kit.content(w, 'small', 'large'):
            raise Lost(self.old)


class Sync(Verb):
    """Both sides have what the other has not; what the remote's own git leaves
    behind when it is killed too (a quarantine, a lock) is not the vault's."""

    def prepare(self, w):
        super().prepare(w)
        self.due = {self.old: ('small', 'large')}
        kit.run(['git', 'init', '-q', '--bare', '-b', 'main', w.path('remote')], w.env).need(0)
        w.tl('desk', 'sync', w.path('remote')).need(0)
        other = kit.World(w.folder)
        other.vault = w.path('other')
        kit.run([kit.TIPLINE, 'clone', w.path('remote'), other.vault], w.env).need(0)
        for who, world, more in (('two', other, b'there'), ('desk', w, b'here')):
            for size in (100, 90000):
                name = '%s-%d' % (who, size)
                with open(w.path('files', name), 'wb') as f:
                    f.write(more * (size // len(more)))
                r = world.tl(who, '--json', 'submit', w.path('files', name)).need(0)
                self.due[json.loads(r.out)['submission']] = (name,)
        other.tl('two', 'sync', w.path('remote')).need(0)
        shutil.rmtree(other.vault)

    def words(self, w):
        return w.words('desk', '--json', 'sync', w.path('remote'))

    def check(self, w, first, second):
        remote = kit.World(w.folder)
        remote.vault = w.path('remote')
        if remote.head() != w.head():
            raise Lost('the two stand apart')
        there = w.submissions()
        for ident, names in self.due.items():
            if ident not in there:
                raise Lost(ident)
            if kit.originals(w, ident) != kit.content(w, *names):
                raise Lost(ident)
        if len(there) != len(self.due):
            raise Copies('%d of %d' % (len(there), len(self.due)))
        kit.run([kit.TIPLINE, 'clone', remote.vault, w.path('copy')], w.env).need(0)
        shutil.rmtree(w.path('copy'))
        shutil.rmtree(remote.vault)


VERBS = {'submit': Submit, 'drop': Drop, 'take': Take, 'examine': Examine, 'assign': Assign,
         'release': Release, 'recall': Recall, 'partner': Partner, 'rotate': Rotate,
         'erase': Erase, 'sync': Sync}


def world_of(verb, base):
    """The vault that the verb starts from, and the files a whole run leaves."""
    w = kit.make_world(os.path.join(base, 'world'), '--clock', 'second')
    verb.prepare(w)
    time.sleep(3)               # a folder that just changed is looked at more often
    done = w.copy(os.path.join(base, 'done'))
    total, first = kit.calls(verb.words(done), done.env, base)
    second = kit.run(verb.again(done, first), done.env).need(*verb.codes)
    verb.check(done, first, second)
    kit.holds(done)
    may_be, _ = kit.plain_files(done)
    may_be |= set(kit.unreachable(done))     # entries that were made again
    shutil.rmtree(done.folder)
    return w, total, may_be


def one_point(verb, world, may_be, point, folder):
    """(kind of failure or None, words about it, was it killed)"""
    w = world.copy(folder)
    first = kit.run([kit.TRIP, 'kill', str(point), *verb.words(w)], w.env)
    killed = first.code == 137
    try:
        if not killed and first.code != 99:
            raise Broken('the tracer ended with %d' % first.code)
        second = kit.run(verb.again(w, first), w.env)
        if second.code not in verb.codes:
            raise Manual('exit %d: %s' % (second.code, second.err.strip()[-200:]))
        verb.check(w, first, second)
        kit.holds(w)
        left = [n for n in kit.left_over(w, may_be) if not remembered(n, first)]
        if left:
            raise Left('%d: %s' % (len(left), left[0]))
    except Broken as e:
        return type(e).__name__.lower(), str(e), killed
    return None, '', killed


def main():
    kit.need_trip()
    points = kit.number('TIPLINE_POINTS', 1000)
    failed = 0
    for name in sys.argv[1:] or VERBS:
        base = kit.work_folder()
        try:
            verb = VERBS[name]()
            world, total, may_be = world_of(verb, base)
            at = kit.spread(total, points)
            got = kit.over(at, lambda p, f: one_point(verb, world, may_be, p, f), base)
        finally:
            shutil.rmtree(base, ignore_errors=True)
        count = {k: len([g for g in got if g[0] == k])
                 for k in ('lost', 'manual', 'left', 'copies', 'broken')}
        print('%-8s %5d points of %d calls, %d killed: %s' %
              (name, len(at), total, len([g for g in got if g[2]]),
               ', '.join('%d %s' % (n, k) for k, n in count.items())), flush=True)
        wrong = [(p, g) for p, g in zip(at, got) if g[0] is not None]
        for p, g in wrong[:kit.number('TIPLINE_SHOW', 5)]:
            print('  call %d: %s: %s' % (p, g[0], g[1]))
        failed += len(wrong)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
