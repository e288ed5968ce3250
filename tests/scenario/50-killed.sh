#!/usr/bin/env bash
# Each verb is killed at points all over its run, and run again: nothing that
# was acknowledged is lost, nothing is left over, nothing came in twice.  A few
# points of each; tests/reliability/run takes a thousand.
export TIPLINE_POINTS=${TIPLINE_POINTS:-4}
exec python3 "$(dirname "$0")/../reliability/kill.py" submit drop take examine \
	assign release recall partner rotate erase
