#!/usr/bin/env python3
"""accuracy.py -- how many of a text's words were read, in their order.

usage: accuracy.py TRUE.txt <READ.txt

Prints percent.  Words are what stands between blanks; quotation marks and
apostrophes count as the same in all their forms.
"""
import difflib
import sys

SAME = str.maketrans('’‘“”„º', "''\"\"\"°")


def words(text):
    return text.translate(SAME).split()


def accuracy(true, read):
    a, b = words(true), words(read)
    blocks = difflib.SequenceMatcher(None, a, b, False).get_matching_blocks()
    return 100 * sum(m.size for m in blocks) / max(1, len(a))


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as f:
        true = f.read()
    read = sys.stdin.buffer.read().decode('utf-8', 'replace')
    print('%.1f' % accuracy(true, read))
