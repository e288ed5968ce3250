#!/usr/bin/env bash
# What an acknowledgement rests on is durable before it: from traces of
# submissions, drops and takes, and of traces that lie.
export TIPLINE_SUBMISSIONS=${TIPLINE_SUBMISSIONS:-10}
exec python3 "$(dirname "$0")/../reliability/fsync_order.py"
