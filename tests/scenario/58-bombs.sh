#!/usr/bin/env bash
# Small files that grow when they are read: refused, or done, within the limits
# of one document.
export TIPLINE_BOMBS=${TIPLINE_BOMBS:-quick}
exec python3 "$(dirname "$0")/../reliability/bombs.py"
