#!/usr/bin/env bash
# A disk that fills up at any point of a submission: refused or whole; the vault
# opens, and works as before once there is room.
export TIPLINE_SIZES=${TIPLINE_SIZES:-16}
exec python3 "$(dirname "$0")/../reliability/full_disk.py"
