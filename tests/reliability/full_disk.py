#!/usr/bin/env python3
"""full_disk.py -- a disk that fills up at any point of a submission.

usage: full_disk.py               TIPLINE_SIZES=128

Each time a small tmpfs is made that holds a vault and a little more, one page
more from size to size, and something is submitted.  Either it is acknowledged
and whole, or it is refused with exit 1, one line that says the disk is full,
and nothing of it.  The vault opens on the full disk; and once there is room
the next submission is as any other and nothing is left over.
"""
import os
import shutil
import sys

import kit
from kit import Broken

PAGE = 4096


def mount(folder, size):
    os.makedirs(folder, exist_ok=True)
    return kit.run(['mount', '-t', 'tmpfs', '-o', 'size=%d,mode=700' % size, 'tipline', folder])


def used(folder):
    st = os.statvfs(folder)
    return (st.f_blocks - st.f_bfree) * st.f_frsize


def disk_with(world, folder, size):
    """The world again, its vault alone on a disk of that size."""
    w = world.copy(folder)
    shutil.rmtree(w.vault)
    mount(w.vault, size).need(0)
    kit.run(['cp', '-a', os.path.join(world.vault, '.'), w.vault]).need(0)
    return w


def one_size(world, size, old, folder):
    """True when the submission went in; raises Broken."""
    w = disk_with(world, folder, size)
    try:
        head = w.head()
        r = w.tl('desk', '--json', 'submit', w.path('files', 'small'), w.path('files', 'large'))
        moved = w.head() != head
        r.need(0, 1)
        if (r.code == 0) != moved:
            raise Broken('exit %d, and the branch %s' % (r.code, 'moved' if moved else 'stands'))
        if r.code == 1 and 'full' not in r.err:
            raise Broken('refused with: ' + r.err.strip())
        if old not in w.tl('desk', 'list').need(0).out:
            raise Broken('the full vault does not list what it has')
        kit.holds(w)
        if kit.originals(w, old) != kit.content(w, 'large', 'small'):
            raise Broken('what was there cannot be opened')
        kit.run(['mount', '-o', 'remount,size=%d' % (size + (64 << 20)), w.vault]).need(0)
        new = kit.submit(w, w.path('files', 'large'))
        if kit.originals(w, new) != kit.content(w, 'large'):
            raise Broken('with room again, it is not what was submitted')
        kit.holds(w)
        may_be, _ = kit.plain_files(world)
        left = [n for n in kit.left_over(w, may_be) if 'remembered' not in n]
        if left:
            raise Broken('left over: %s' % left)
        return moved
    finally:
        kit.run(['umount', w.vault])


def main():
    if os.geteuid() != 0:
        kit.skip('only root can mount a small disk')
    base = kit.work_folder()
    failed = 0
    try:
        if mount(os.path.join(base, 'probe'), 1 << 20).code != 0:
            kit.skip('no small disk can be mounted here')
        kit.run(['umount', os.path.join(base, 'probe')])
        world = kit.make_world(os.path.join(base, 'world'))
        old = kit.submit(world, world.path('files', 'large'), world.path('files', 'small'))
        # How much the vault takes on such a disk, and a submission beside it.
        w = disk_with(world, os.path.join(base, 'measured'), 256 << 20)
        least = used(w.vault)
        kit.submit(w, w.path('files', 'small'), w.path('files', 'large'))
        most = used(w.vault)
        kit.run(['umount', w.vault])
        n = kit.number('TIPLINE_SIZES', 128)
        span = (most - least) * 3 // 2          # some space is used on the way only
        sizes = [least + PAGE * round(span * i / n / PAGE) for i in range(n)]
        went_in = 0
        for size in sizes:
            try:
                went_in += one_size(world, size, old, os.path.join(base, 'disk'))
            except Broken as e:
                print('  %d bytes free: %s' % (size - least, e))
                failed += 1
        print('disk     %d sizes, %d to %d KiB free: %d went in, %d refused, %d broken' %
              (n, 0, (sizes[-1] - least) >> 10, went_in, n - went_in - failed, failed))
        if n >= 8 and (went_in == 0 or went_in == n):
            print('  the sizes miss the point where it fits')
            failed += 1
    finally:
        shutil.rmtree(base, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
