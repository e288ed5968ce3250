"""Damaged documents: each ends as done, refused or quarantined, and is told so.

usage: mutated.py     TIPLINE_BUILD is the build folder
    TIPLINE_MUTATIONS   how many (default 2000)
    TIPLINE_SEED        of the damage (default 1)

Documents are taken from ../shared/corpus and docs/samples, format by format in
turn, and damaged by zzuf.  `strip` and `text` are then run over all of them:
every file must get exactly one answer, what is done must have its copy, no
program but the parser's own child may die, and nothing may hang.
"""
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile

BATCH = 25
BATCH_SECONDS = 900
SAMPLE_MAX = 1 << 20
RATIOS = ('0.00002', '0.0002', '0.002', '0.01')
FOLDERS = ('archive', 'email', 'meta', 'office', 'pdf', 'planted', 'ocr')

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, '..', '..')
tipline = os.path.join(os.environ['TIPLINE_BUILD'], 'bin', 'tipline')


def answers(verb, files, out=None):
    """One call; the answers by file.  What it does beside that is checked."""
    call = [tipline, '--json', verb] + files + (['-o', out] if out else [])
    p = subprocess.run(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                       timeout=BATCH_SECONDS)
    if p.returncode not in (0, 5):
        sys.exit(f'{verb}: exit {p.returncode}: {p.stderr.decode()[-500:]}')
    found = collections.defaultdict(list)
    for line in p.stdout.decode().splitlines():
        if line.startswith('{'):
            one = json.loads(line)
            if 'parent' not in one and 'file' in one:
                found[one['file']].append(one)
    return found


def samples():
    """Files by the format that tipline sees in them."""
    paths = []
    for base in [os.path.join(root, 'docs', 'samples')] + [
            os.path.join(root, '..', 'shared', 'corpus', f) for f in FOLDERS]:
        for folder, _, names in os.walk(base):
            paths += [os.path.join(folder, n) for n in sorted(names)
                      if not n.endswith(('.tsv', '.py'))]
    paths = [p for p in paths if os.path.getsize(p) <= SAMPLE_MAX]
    kinds = collections.defaultdict(list)
    for at in range(0, len(paths), BATCH):
        for path, told in answers('inspect', paths[at:at + BATCH]).items():
            kinds[told[0]['format']].append(path)
    kinds.pop('unknown', None)
    return kinds


def damaged(kinds, count, seed, folder):
    """`count` damaged files, each format in turn; (file, format)."""
    made = []
    names = sorted(kinds)
    for i in range(count):
        kind = names[i % len(names)]
        turn = i // len(names)
        path = kinds[kind][turn % len(kinds[kind])]
        to = os.path.join(folder, f'{i:05}{os.path.splitext(path)[1]}')
        with open(path, 'rb') as f, open(to, 'wb') as t:
            subprocess.run(['zzuf', '-s', str(seed + i), '-r',
                            RATIOS[(turn + i) % len(RATIOS)]],
                           stdin=f, stdout=t, check=True)
        if i % 5 == 4:      # and some are cut
            os.truncate(to, os.path.getsize(to) * (i % 97) // 97)
        made.append((to, kind))
    return made


def main():
    if shutil.which('zzuf') is None:
        print('mutated: skipped, zzuf is not installed')
        return 77
    count = int(os.environ.get('TIPLINE_MUTATIONS', '2000'))
    seed = int(os.environ.get('TIPLINE_SEED', '1'))
    table = collections.defaultdict(collections.Counter)
    with tempfile.TemporaryDirectory() as tmp:
        kinds = samples()
        made = damaged(kinds, count, seed, tmp)
        for at in range(0, count, BATCH):
            part = made[at:at + BATCH]
            out = os.path.join(tmp, 'out')
            files = [f for f, _ in part]
            told = answers('strip', files, out)
            for path, kind in part:
                if len(told[path]) != 1:
                    sys.exit(f'{path}: {len(told[path])} answers')
                one = told[path][0]
                copy = os.path.join(out, os.path.basename(path))
                if (one['state'] == 'done') != os.path.exists(copy):
                    sys.exit(f'{path}: {one["state"]}, and its copy is '
                             f'{"" if os.path.exists(copy) else "not "}there')
                if one['state'] not in ('done', 'refused', 'quarantined'):
                    sys.exit(f'{path}: {one["state"]}')
                table[kind][one['state']] += 1
                if one.get('reason') in ('crashed', 'cpu', 'lied', 'limit'):
                    table[kind][one['reason']] += 1
                    keep = os.environ.get('TIPLINE_KEEP')
                    if keep:
                        shutil.copy(path, keep)
                        print(f'{path}: {one}')
            shutil.rmtree(out, ignore_errors=True)
            for one in files:
                os.unlink(one)
    for kind in sorted(table):
        print(f'{kind}: ' + ', '.join(f'{n} {what}' for what, n in
                                      sorted(table[kind].items())))
    print(f'mutated: {count} documents of {len(table)} formats, '
          f'each with one answer')
    return 0


if __name__ == '__main__':
    sys.exit(main())
