#!/usr/bin/env bash
# What messengers export: texts and files become items, who sent them and when
# is sealed in the original tier, and looked for in all items.
. "$(dirname "$0")/lib.sh"
vault
umask 077
mkdir -p "$T/tg/files" "$T/sig/attachments" "$T/kb"
printf 'the plan of Zofia\n' >"$T/tg/files/plan.txt"
printf 'outside\n' >"$T/outside.txt"
ln -s "$T/outside.txt" "$T/tg/files/link.txt"
cat >"$T/tg/result.json" <<'J'
{"about":"x","chats":{"list":[
{"name":"Zofia Lis","type":"personal_chat","id":77,"messages":[
 {"id":1,"type":"message","date_unixtime":"1767323045","from":"Zofia Lis","from_id":"user12345",
  "text":["call ",{"type":"phone","text":"+48 600 100 200"}," or ask for Zofia Lis"]},
 {"id":2,"type":"message","date_unixtime":"1767323046","from":"Zofia Lis","from_id":"user12345","text":"","file":"files/plan.txt","file_name":"plan\u202e\u0007.txt"},
 {"id":3,"type":"message","from":"Zofia Lis","from_id":"user12345","text":"late","edited_unixtime":"1767323099","photo":"(File not included. Change data exporting settings to download.)"},
 {"id":4,"type":"message","from_id":"user12345","text":"","file":"../outside.txt"},
 {"id":5,"type":"message","from_id":"user12345","text":"","file":"files/link.txt"},
 {"id":6,"type":"message","from_id":"user12345","text":"","file":"/etc/passwd"},
 {"id":7,"type":"service","actor":"Zofia Lis","action":"phone_call","text":""},
 "no message"]},
{"name":"Other","type":"personal_chat","id":78,"messages":[{"id":1,"type":"message","from":"Ewa","text":"second chat"}]}
]}}
J
cat >"$T/sig/messages.jsonl" <<'J'
{"envelope":{"source":"+33612345678","sourceNumber":"+33612345678","sourceUuid":"aaaa-1","sourceName":"Luc Moreau","timestamp":1700000000001,"dataMessage":{"timestamp":1700000000001,"message":"bonjour","attachments":[{"contentType":"text/plain","filename":"note.txt","id":"abc123","size":5},{"id":"../messages.jsonl","filename":"trick"},{"id":"gone","filename":"gone.txt"}]}},"account":"+331"}
{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"sourceNumber":"+33612345678","sourceUuid":"aaaa-1","sourceName":"Luc Moreau","timestamp":1700000000002,"editMessage":{"targetSentTimestamp":1700000000001,"dataMessage":{"timestamp":1700000000002,"message":"bonjour, Luc ici"}}}}}
{"envelope":{"sourceUuid":"aaaa-1","timestamp":1700000000003,"dataMessage":{"timestamp":1700000000003,"remoteDelete":{"timestamp":1700000000001}}}}
{"envelope":{"sourceUuid":"aaaa-1","timestamp":1700000000004,"receiptMessage":{"when":1}}}
{"envelope":{"sourceUuid":"bbbb-2","sourceName":"Ann","timestamp":1700000000005,"dataMessage":{"timestamp":1700000000005,"message":"group words","groupInfo":{"groupId":"Z3JvdXA="}}}}
J
printf 'hello' >"$T/sig/attachments/abc123"
cat >"$T/kb/messages.json" <<'J'
{"result":{"messages":[
 {"msg":{"id":3,"conversation_id":"00ab","channel":{"name":"tips,jo"},"sender":{"uid":"u1","username":"jo","device_name":"phone of Jo"},"sent_at_ms":1600000003000,"content":{"type":"delete","delete":{"messageIDs":[1]}}}},
 {"msg":{"id":2,"conversation_id":"00ab","channel":{"name":"tips,jo"},"sender":{"uid":"u1","username":"jo"},"sent_at_ms":1600000002000,"content":{"type":"attachment","attachment":{"object":{"filename":"a.txt","title":"see"}}}}},
 {"msg":{"id":1,"conversation_id":"00ab","channel":{"name":"tips,jo"},"sender":{"uid":"u1","username":"jo"},"sent_at_ms":1600000001000,"content":{"type":"text","text":{"body":"first"}}}},
 {"error":"cannot decrypt"}]}}
J
printf 'attached\n' >"$T/kb/a.txt"

bring() { as intake "$@"; }
ids() { grep -o '"submission":"[0-9a-f]*"' "$T/out" | cut -d'"' -f4; }

bring 5 --json import telegram "$T/tg"
says '4 files that it names are not in the export'
says '2 submissions came in'
says '1 entries say nothing'
set -- $(ids)
[ $# -eq 2 ] || fail 'not two conversations'
TG=$1
as desk 0 show "$TG"
for what in 'channel: telegram' 'chat: Zofia Lis' 'sender-id of item 1: user12345' \
    'sent of item 2: 1767323046' 'event of item 3: edited 1767323099' \
    'missing of item 3: ../outside.txt' 'missing of item 3: files/link.txt' \
    'missing of item 3: /etc/passwd' 'event of item 3: phone_call' 'plan\u202e'; do
	out_says "$what"
done
as desk 0 open "$TG" --original -o "$T/o"
[ "$(ls "$T/o" | grep -c original)" -eq 3 ] || fail 'not three items'
grep -q '^call +48 600 100 200 or ask for Zofia Lis$' "$T/o/001.original" ||
	fail 'a text of many parts'
same "$T/o/002.original" "$T/tg/files/plan.txt"
! grep -rq outside "$T/o" || fail 'a file outside the export was taken'

# The sender's name and number are looked for wherever they stand.
as desk 0 examine "$TG"
as desk 0 find "$TG"
as desk 0 review "$TG" --export "$T/plan.json"
python3 - "$T/plan.json" <<'P' || fail 'the sender is not looked for'
import json, sys
found = {(f['kind'], f['value']) for i in json.load(open(sys.argv[1]))['items']
         for f in i['findings']}
assert any(v == 'Zofia' for k, v in found), found
assert any(v == 'Zofia Lis' and k == 'PERSON' for k, v in found), found
P

bring 5 --json import signal "$T/sig"
says '2 files that it names'
set -- $(ids)
[ $# -eq 2 ] || fail 'not a person and a group'
as desk 0 show "$1"
for what in 'thread: signal aaaa-1' 'sender-phone of item 1: +33612345678' \
    'sender-name of item 1: Luc Moreau' 'note.txt' 'missing of item 2: trick' \
    'missing of item 2: gone.txt' 'event of item 3: edited 1700000000001' \
    'event of item 3: deleted 1700000000001'; do
	out_says "$what"
done
as desk 0 show "$2"
out_says 'thread: signal Z3JvdXA='
out_says 'group words'

bring 0 --json import keybase "$T/kb"
as desk 0 show "$(ids)"
out_says 'sender-user of item 1: jo'
out_says 'event of item 3: deleted 1'
out_says 'a.txt'

# As it comes: each message is in the vault before the next is there.
mkfifo "$T/pipe"
as desk 0 --json list --all
was=$(wc -l <"$T/out")
"$TIPLINE" -C "$V" -i "$T/intake.key" -q import signal - --folder "$T/sig" \
	<"$T/pipe" >"$T/live" 2>"$T/live.err" &
pid=$!
exec 8>"$T/pipe"
head -1 "$T/sig/messages.jsonl" >&8
for _ in $(seq 100); do [ -s "$T/live" ] && break; sleep 0.1; done
[ "$(wc -l <"$T/live")" -eq 1 ] || fail "live: $(cat "$T/live.err")"
as desk 0 --json list --all
[ "$(wc -l <"$T/out")" -eq $((was + 1)) ] || fail 'it is not in the vault yet'
sed -n 5p "$T/sig/messages.jsonl" >&8
exec 8>&-
wait $pid
[ "$(wc -l <"$T/live")" -eq 2 ] || fail 'the second did not come'

# Into a drop, and what is no export: named, and nothing came in.
mkdir "$T/outbox"
expect 5 -i "$T/intake.key" import telegram "$T/tg" --to "$T/desk.card" \
	--outbox "$T/outbox"
[ "$(ls "$T/outbox" | grep -c 'drop$')" -eq 2 ] || fail 'not two drops'
before=$(head_of)
head -c 500 "$T/tg/result.json" >"$T/cut.json"
bring 1 import telegram "$T/cut.json"
says 'no JSON'
printf '[[[[' >"$T/bad.json"
bring 1 import keybase "$T/bad.json"
printf '{"a":1}' >"$T/none.json"
bring 1 import telegram "$T/none.json"
says 'no list of messages'
: >"$T/none.jsonl"
bring 1 import signal "$T/none.jsonl"
says 'is empty'
bring 2 import whatsapp "$T/tg"
bring 1 import signal "$T/tg"
says 'messages.jsonl'
[ "$(head_of)" = "$before" ] || fail 'something came in'
# Nothing of who sent it is in clear.
! grep -rqE 'Zofia|12345|Moreau' "$V" || fail 'a sender in clear'
holds
