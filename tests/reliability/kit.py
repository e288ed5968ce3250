"""kit.py -- what the programs in this folder share: members, vaults, copies of
them, and the question what is left over.

TIPLINE_BUILD names the build folder.  Work is done in memory where there is a
/dev/shm: a killed process loses nothing that the kernel holds, so the disk
below makes no difference to these tests, only to how long they take.
"""
import concurrent.futures
import json
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SKIP = 77
KEY_PAYLOAD = 8 + 2 + 133 + 1 + 4 + 4 + 16 + 24     # docs/format.md "Key file"


def build_folder():
    if 'TIPLINE_BUILD' not in os.environ:
        sys.exit('say TIPLINE_BUILD=the build folder')
    return os.path.abspath(os.environ['TIPLINE_BUILD'])


BUILD = build_folder()
TIPLINE = os.path.join(BUILD, 'bin', 'tipline')
TRIP = os.path.join(BUILD, 'tests', 'trip')
MEMBERS = {'desk': None, 'two': 'desk', 'reporter': 'reporter', 'analyst': 'analyst',
           'intake': 'intake'}


def number(name, default):
    """A size, from the environment."""
    return int(os.environ.get(name, default))


def skip(why):
    print('SKIP %s: %s' % (os.path.basename(sys.argv[0]), why))
    sys.exit(SKIP)


def need_trip():
    if b'asan' in subprocess.run(['readelf', '-d', TIPLINE], capture_output=True).stdout:
        skip('a sanitizer cannot be traced so')
    if subprocess.run([TRIP, 'count', '/dev/null', 'true']).returncode != 0:
        skip('this machine lets nobody trace')


def work_folder():
    base = os.environ.get('TMPDIR')
    if base is None and os.access('/dev/shm', os.W_OK):
        base = '/dev/shm'
    return tempfile.mkdtemp(prefix='tipline-reliability-', dir=base)


class Broken(Exception):
    """What a test looks for: something that must not be."""


class Ran:
    def __init__(self, code, out, err, words):
        self.code, self.out, self.err, self.words = code, out, err, words

    def need(self, *codes):
        if self.code not in codes:
            raise Broken('%s: exit %d, not %s: %s' % (' '.join(self.words), self.code, codes,
                                                      self.err.strip()[-300:]))
        return self


def run(argv, env=None, seconds=120):
    """Run to the end; a hang is a code of its own."""
    with subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=env, start_new_session=True) as p:
        try:
            out, err = p.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, 9)
            out, err = p.communicate()
            raise Broken('%s: hangs' % ' '.join(argv))
    return Ran(p.returncode, out.decode('utf-8', 'replace'), err.decode('utf-8', 'replace'), argv)


class World:
    """A folder with keys, a vault, an outbox and some files to submit."""

    def __init__(self, folder):
        self.folder = folder
        self.vault = os.path.join(folder, 'vault')
        self.tmp = os.path.join(folder, 'tmp')
        self.env = {'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'TMPDIR': self.tmp,
                    'HOME': os.path.join(folder, 'home')}

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def words(self, who, *words):
        return [TIPLINE, '-C', self.vault, '-i', self.path('keys', who + '.key'), *words]

    def tl(self, who, *words):
        return run(self.words(who, *words), self.env)

    def git(self, *words):
        r = run(['git', '-C', self.vault, *words], self.env)
        if r.code != 0:
            raise Broken('git %s: exit %d: %s' % (' '.join(words), r.code, r.err[-300:]))
        return r.out

    def copy(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(['cp', '-a', self.folder, folder], check=True)
        return World(folder)

    def head(self):
        return self.git('rev-parse', 'refs/heads/main').strip()

    def submissions(self):
        names = self.git('ls-tree', '-d', '--name-only', '-r', 'refs/heads/main', 'submissions/')
        # All ones is the vault's shelf.
        return {n.split('/')[3] for n in names.split() if n.count('/') == 3} - {32 * 'f'}

    def tree(self):
        return set(self.git('ls-tree', '-r', '--name-only', 'refs/heads/main').split())

    def keys(self):
        return sorted(os.listdir(self.path('keys')))


def make_world(folder, *init):
    """A vault with a member for each role, and two files to submit."""
    w = World(folder)
    for name in ('keys', 'tmp', 'home', 'files', 'outbox'):
        os.makedirs(w.path(name))
    for m in MEMBERS:
        run([TIPLINE, 'key', 'new', w.path('keys', m + '.key'), '--no-passphrase']).need(0)
    run([TIPLINE, '-i', w.path('keys', 'desk.key'), 'init', w.vault, '--name', 'desk',
         *init]).need(0)
    for m, role in MEMBERS.items():
        if role is not None:
            w.tl('desk', 'member', 'add', card(w, m), '--role', role, '--name', m).need(0)
    with open(w.path('files', 'small'), 'wb') as f:
        f.write(b'a small one, write to a@example.org\n')
    with open(w.path('files', 'large'), 'wb') as f:
        f.write(random.Random(1).randbytes(100000))
    return w


def card(w, who):
    text = run([TIPLINE, 'key', 'card', w.path('keys', who + '.key')]).need(0).out
    return re.search('tipline1[0-9a-z]+', text).group(0)


def epochs(path):
    """How many epochs' secrets a key file without passphrase holds."""
    with open(path, 'rb') as f:
        return struct.unpack('>H', f.read()[KEY_PAYLOAD + 33:][:2])[0]


def submit(w, *files):
    r = w.tl('desk', '--json', 'submit', *files).need(0)
    return json.loads(r.out)['submission']


def opened(w, ident, who='desk', *words):
    """The bytes of every file that `who` may open, by name."""
    to = w.path('tmp', 'opened')
    shutil.rmtree(to, ignore_errors=True)
    w.tl(who, 'open', ident, '-o', to, *words).need(0)
    found = {}
    for name in os.listdir(to):
        with open(os.path.join(to, name), 'rb') as f:
            found[name] = f.read()
    shutil.rmtree(to)
    return found


def originals(w, ident, who='desk'):
    """The contents as received, sorted."""
    found = opened(w, ident, who, '--original')
    return sorted(v for n, v in found.items() if n.endswith('.original'))


def content(w, *names):
    found = []
    for n in names:
        with open(w.path('files', n), 'rb') as f:
            found.append(f.read())
    return sorted(found)


def holds(w, who='desk'):
    """The audit finds nothing, and git neither."""
    r = w.tl(who, 'audit').need(0)
    if 'the history holds' not in r.out:
        raise Broken('the audit says: ' + r.out[-300:])


# --- what is left over ---

OBJECT = re.compile(r'objects/([0-9a-f]{2}/[0-9a-f]{38}|pack/pack-[0-9a-f]{40}\.(pack|idx|rev))$')
LFS = re.compile(r'lfs/objects/[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})$')


def plain_files(w):
    """Every file of the world that is no object; LFS objects apart."""
    found, large = set(), set()
    for at, _, names in os.walk(w.folder):
        for n in names:
            path = os.path.relpath(os.path.join(at, n), w.folder)
            m = LFS.search(path)
            if m:
                large.add(m.group(1))
            elif not OBJECT.search(path):
                found.add(path)
    return found, large


def pointers(w):
    """The LFS objects that the history refers to."""
    names = [line.split(maxsplit=3)[2] for line in
             w.git('ls-tree', '-r', 'refs/heads/main').splitlines() if line.endswith('.large')]
    if not names:
        return set()
    p = subprocess.run(['git', '-C', w.vault, 'cat-file', '--batch'], env=w.env,
                       input='\n'.join(names) + '\n', capture_output=True, text=True)
    return set(re.findall('^oid sha256:([0-9a-f]{64})$', p.stdout, re.M))


def unreachable(w):
    """Objects that no branch refers to, a line each."""
    r = run(['git', '-C', w.vault, 'fsck', '--full', '--unreachable', '--no-reflogs',
             '--no-progress'], w.env)
    if r.code != 0:
        raise Broken('git fsck: ' + (r.err + r.out)[-300:])
    return [line for line in r.out.splitlines() if line.startswith('unreachable')]


def left_over(w, may_be):
    """Files that neither the history refers to nor an undisturbed run leaves."""
    found, large = plain_files(w)
    left = sorted(found - may_be)
    left += ['lfs ' + n for n in sorted(large - pointers(w))]
    lost = sorted(pointers(w) - large)
    if lost:
        raise Broken('lost LFS objects: ' + ', '.join(lost))
    left += [line for line in unreachable(w) if line not in may_be]
    garbage = re.search('^garbage: ([0-9]+)$', w.git('count-objects', '-v'), re.M)
    if garbage.group(1) != '0':
        left.append('garbage: ' + garbage.group(1))
    for folder in ('incoming', 'transport'):
        at = os.path.join(w.vault, folder)
        if os.path.isdir(at) and os.listdir(at):
            left.append('%s: %s' % (folder, os.listdir(at)))
    return left


# --- points, and several workers over them ---

def spread(total, n, seed=1):
    """n points of 1..total, one at random in each of n equal parts."""
    r = random.Random(seed)
    n = min(n, total)
    return [1 + int((i + r.random()) * total / n) for i in range(n)]


def calls(argv, env, folder):
    """How many system calls an undisturbed run makes, and what it said."""
    at = os.path.join(folder, 'calls')
    r = run([TRIP, 'count', at, *argv], env).need(0, 5)
    with open(at) as f:
        n = int(f.read())
    os.remove(at)
    return n, r


def over(points, work, base):
    """work(point, folder) for every point, on as many threads as there are
    processors; returns the results in order.  `folder` is one thread's own."""
    here = threading.local()
    names = iter(range(1000))

    def one(point):
        if not hasattr(here, 'folder'):
            here.folder = os.path.join(base, 'worker-%d' % next(names))
        return work(point, here.folder)

    jobs = number('TIPLINE_JOBS', 2)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, points))
