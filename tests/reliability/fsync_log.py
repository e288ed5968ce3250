#!/usr/bin/env python3
"""fsync_log.py -- is what an acknowledgement rests on durable before it?

usage: fsync_log.py LOG...        logs of: strace -f -y -s 200 -e trace=CALLS

Reads the calls in the order in which they happened and remembers which files
have bytes, and which folders have names, that no fsync has followed.  A
violation is one of:

  branch   the branch moves while an object, a large file, a key file, or the
           name of one, is not durable yet; or the commit it moves to is not
           among the files that were written
  drop     a drop gets its name while a file in it is not durable
  told     an id is printed while the move of the branch is not durable, or
           without any move
"""
import os
import re
import sys

CALLS = ('openat,creat,write,writev,pwrite64,ftruncate,fallocate,copy_file_range,sendfile,'
         'splice,fsync,fdatasync,syncfs,sync,rename,renameat,renameat2,link,linkat,symlinkat,'
         'mkdir,mkdirat,unlink,unlinkat,rmdir')

LINE = re.compile(r'^(\d+) +(.*)$')
WHOLE = re.compile(r'^(\w+)\((.*)\) += (-?\d+|\?)(.*)$')
BEGUN = re.compile(r'^(\w+)\((.*) <unfinished \.\.\.>$')
RESUMED = re.compile(r'^<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?)(.*)$')
AT = re.compile(r'(?:AT_FDCWD|\d+)<([^>]*)>, "((?:[^"\\]|\\.)*)"')
FD = re.compile(r'^(\d+)<([^>]*)>')


class Inode:
    def __init__(self):
        self.dirty = 0              # when it was last written to; 0: durable


class Log:
    def __init__(self):
        self.now = 0
        self.names = {}             # path -> Inode
        self.folders = {}           # folder -> {name: when it came into it}
        self.moves = 0              # of the branch
        self.told = 0
        self.keys = 0               # key files that took another's place
        self.target = None          # the commit that the new branch file names
        self.violations = []

    def bad(self, kind, words):
        self.violations.append('%s: %s' % (kind, words))

    def created(self, path):
        self.names.setdefault(path, Inode())
        self.named(path)

    def named(self, path):
        folder, name = os.path.split(path)
        self.folders.setdefault(folder, {})[name] = self.now

    def unnamed(self, path):
        """The folder in which the name of `path`, or of a folder above it, is
        not durable."""
        while path not in ('', '/'):
            folder, name = os.path.split(path)
            if name in self.folders.get(folder, ()):
                return folder
            path = folder
        return None

    def need(self, kind, path, inode):
        if inode.dirty:
            self.bad(kind, '%s is not durable' % path)
        folder = self.unnamed(path)
        if folder:
            self.bad(kind, 'a name in %s is not durable (%s)' % (folder, path))

    def synced(self, path, since):
        inode = self.names.get(path)
        if inode and inode.dirty < since:
            inode.dirty = 0
        names = self.folders.get(path, {})
        for name in [n for n, when in names.items() if when < since]:
            del names[name]

    def all_synced(self, since):
        for path in set(self.names) | set(self.folders):
            self.synced(path, since)

    # --- before a call begins ---

    def branch(self, vault):
        rests = [(p, i) for p, i in self.names.items()
                 if p.startswith((vault + '/objects/', vault + '/lfs/objects/')) or
                 p.endswith('.key')]
        for path, inode in rests:
            self.need('branch', path, inode)
        packed = any(p.endswith('.pack') for p, _ in rests)
        loose = '%s/objects/%s/%s' % (vault, (self.target or '')[:2], (self.target or '')[2:])
        if loose not in self.names and not packed:
            self.bad('branch', 'the commit %s was not written' % self.target)

    def begins(self, call, args):
        if call.startswith('rename'):
            pairs = [os.path.normpath(os.path.join(*m)) for m in AT.findall(args)]
            if len(pairs) != 2:
                return
            old, new = pairs
            if new.endswith('/refs/heads/main'):
                if old in self.names and self.names[old].dirty:
                    self.bad('branch', 'the branch itself is not durable')
                self.branch(new[:-len('/refs/heads/main')])
            elif new.endswith('.drop'):
                for path, inode in self.names.items():
                    if path.startswith(old + '/'):
                        if inode.dirty:
                            self.bad('drop', '%s is not durable' % path)
                if self.folders.get(old):
                    self.bad('drop', 'a name in %s is not durable' % old)
        elif call == 'write' and args.startswith('1<') and \
                re.search(r'"(submitted |took |\{\\"submission\\")', args):
            self.told += 1
            if self.moves == 0:
                self.bad('told', 'an id without a move of the branch')
            for folder, names in self.folders.items():
                if folder.endswith('/refs/heads') and 'main' in names or \
                        any(n.endswith('.drop') for n in names):
                    self.bad('told', 'a name in %s is not durable' % folder)

    # --- when it has succeeded ---

    def ended(self, call, args, result, rest, since):
        self.now += 1
        pairs = [os.path.normpath(os.path.join(*m)) for m in AT.findall(args)]
        fd = FD.match(args)
        if call == 'openat' and 'O_CREAT' in args:
            m = re.match(r'^<([^>]*)>', rest)
            path = m.group(1) if m else pairs[0]
            if path not in self.names:
                self.created(path)
            if 'O_TRUNC' in args:
                self.names[path].dirty = self.now
        elif call in ('write', 'writev', 'pwrite64', 'ftruncate', 'fallocate') and fd:
            self.written(fd.group(2), args)
        elif call in ('copy_file_range', 'sendfile', 'splice'):
            for m in re.finditer(r'\d+<([^>]*)>', args):
                self.written(m.group(1), args)
        elif call in ('fsync', 'fdatasync') and fd:
            self.synced(fd.group(2), since)
        elif call in ('syncfs', 'sync'):
            self.all_synced(since)
        elif call in ('mkdirat', 'mkdir') and pairs:
            self.named(pairs[0])
        elif call in ('unlinkat', 'unlink') and pairs:
            self.names.pop(pairs[0], None)
            self.folders.pop(pairs[0], None)
            folder, name = os.path.split(pairs[0])
            self.folders.get(folder, {}).pop(name, None)
        elif call.startswith('link') and len(pairs) == 2:
            self.names[pairs[1]] = self.names.get(pairs[0], Inode())
            self.created(pairs[1])
        elif call.startswith('rename') and len(pairs) == 2:
            self.renamed(*pairs)

    def written(self, path, args):
        if path in self.names:
            self.names[path].dirty = self.now
        m = re.search(r'"([0-9a-f]{40})\\n"', args)
        if m and '/refs/heads/' in path:
            self.target = m.group(1)

    def renamed(self, old, new):
        for path in [p for p in self.names if p.startswith(old + '/')]:
            self.names[new + path[len(old):]] = self.names.pop(path)
        for path in [p for p in self.folders if p == old or p.startswith(old + '/')]:
            self.folders[new + path[len(old):]] = self.folders.pop(path)
        if old in self.names:
            self.names[new] = self.names.pop(old)
        self.named(new)
        self.keys += new.endswith('.key')
        if new.endswith('/refs/heads/main') or new.endswith('.drop'):
            self.moves += 1

    def read(self, lines):
        begun = {}
        for line in lines:
            m = LINE.match(line.rstrip('\n'))
            if not m:
                continue
            pid, text = m.groups()
            self.now += 1
            if (m := BEGUN.match(text)):
                begun[pid] = (m.group(1), m.group(2), self.now)
                self.begins(m.group(1), m.group(2))
            elif (m := RESUMED.match(text)) and pid in begun:
                call, args, since = begun.pop(pid)
                if not m.group(3).startswith(('-', '?')):
                    self.ended(call, args + m.group(2), m.group(3), m.group(4), since)
            elif (m := WHOLE.match(text)):
                call, args, result, rest = m.groups()
                if not result.startswith(('-', '?')):
                    self.begins(call, args)
                    self.ended(call, args, result, rest, self.now)
        return self


def check(lines):
    return Log().read(lines)


def main():
    bad = 0
    for name in sys.argv[1:]:
        with open(name, errors='replace') as f:
            log = check(f)
        for v in log.violations:
            print('%s: %s' % (name, v))
        bad += len(log.violations) + (log.moves == 0)
        if log.moves == 0:
            print('%s: no branch moved' % name)
    sys.exit(1 if bad else 0)


if __name__ == '__main__':
    main()
