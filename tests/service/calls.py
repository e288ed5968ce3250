#!/usr/bin/env python3
"""calls.py UNIT: the system calls that a unit's SystemCallFilter= allows, one
a line, as systemd.exec(5) says; the groups are those of `systemd-analyze`."""
import subprocess
import sys


def group(name, known):
    if name not in known:
        text = subprocess.run(['systemd-analyze', 'syscall-filter', name],
                              check=True, capture_output=True,
                              text=True).stdout
        words = [line.strip() for line in text.splitlines()[1:]]
        known[name] = [w for w in words if w and not w.startswith('#')]
    calls = set()
    for word in known[name]:
        calls |= group(word, known) if word.startswith('@') else {word}
    return calls


def main():
    known = {}
    allowed = group('@default', known)
    for line in open(sys.argv[1], encoding='utf-8'):
        if not line.startswith('SystemCallFilter='):
            continue
        words = line.split('=', 1)[1].split()
        take = words[0].startswith('~')
        words[0] = words[0].lstrip('~')
        for word in words:
            calls = group(word, known) if word.startswith('@') else {word}
            allowed = allowed - calls if take else allowed | calls
    print('\n'.join(sorted(allowed)))


main()
