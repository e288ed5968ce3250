#!/usr/bin/env bash
# Any system call fails, once or from then on: nothing is told that is not so,
# nothing that was there is lost, and the next run succeeds.  A few of them;
# tests/reliability/run tries them all.
export TIPLINE_POINTS=${TIPLINE_POINTS:-5}
exec python3 "$(dirname "$0")/../reliability/faults.py"
