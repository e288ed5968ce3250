#!/usr/bin/env bash
# A member with a good key and git swaps objects, moves grants, replays drops.
export TIPLINE_PAIRS=${TIPLINE_PAIRS:-20}
exec /usr/bin/python3 "$(dirname "$0")/../reliability/swaps.py"
