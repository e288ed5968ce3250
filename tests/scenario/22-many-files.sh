#!/usr/bin/env bash
# A submission of many files, straight into the vault and by a drop.
. "$(dirname "$0")/lib.sh"
vault
mkdir "$T/f"
for i in $(seq 600); do
	echo "file $i, write to a$i@example.org" >"$T/f/$i.txt"
done
head -c 100000 /dev/urandom >"$T/f/large.bin"
submit "$T"/f/*
find "$V/incoming" -type f | grep -q . && fail 'left in incoming/'
mkdir "$T/outbox"
expect 0 -i "$T/intake.key" --json submit "$T"/f/* --to "$T/desk.card" --outbox "$T/outbox"
DROPPED=$(json submission)
as desk 0 take "$T/outbox"
as desk 0 open "$DROPPED" --original -o "$T/opened"
[ "$(ls "$T/opened" | grep -c original)" -eq 601 ] || fail 'not all came out'
cat "$T"/opened/*.original | sha256sum >"$T/out.sum"
(cd "$T/f" && cat $(ls)) | sha256sum >"$T/in.sum"
same "$T/in.sum" "$T/out.sum"
as desk 5 -q examine "$ID"
as desk 0 -q find "$ID"
as desk 0 -q review "$ID" --accept-all
holds
