#!/usr/bin/env bash
# Damaged documents of every format: each ends as done, refused or quarantined,
# with one answer, and nothing but the parser's own child may die of them.
export TIPLINE_MUTATIONS=${TIPLINE_MUTATIONS:-75}
exec python3 "$(dirname "$0")/../reliability/mutated.py"
