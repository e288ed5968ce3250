#!/usr/bin/env bash
# A sync is killed at any system call, of git's and git-lfs's too: the next one
# continues.  A few points of many; tests/reliability/run tries more.
command -v git-lfs >/dev/null || { echo 'SKIP: the package git-lfs is missing'; exit 77; }
export TIPLINE_POINTS=${TIPLINE_POINTS:-5}
exec python3 "$(dirname "$0")/../reliability/kill.py" sync
