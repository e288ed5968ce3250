#!/usr/bin/env bash
# Eight writers at once: all they submit comes in, once, and opens.
export TIPLINE_EACH=${TIPLINE_EACH:-10}
exec python3 "$(dirname "$0")/../reliability/writers.py"
