#!/usr/bin/env bash
# Decisions by a plan file: kept values stay, boxes are burned, lies refused.
. "$(dirname "$0")/lib.sh"
S=$ROOT/docs/samples
vault
submit "$S/tip.txt" "$S/chart.png" "$S/pier.jpg"
as desk 0 examine "$ID"
as desk 0 find "$ID"
[ ! -s "$T/err" ] || fail 'pictures that were read are called unread'
as desk 0 review "$ID" --export "$T/plan.json"
as desk 1 review "$ID" --export "$T/plan.json"
says 'already there'
as desk 1 review "$ID" --export "$T/no/plan.json"
python3 - "$T" <<'PY' || fail 'the exported plan'
import json, sys
t = sys.argv[1]
p = json.load(open(t + '/plan.json'))
assert p['version'] == 1 and len(p['items']) == 3, p.keys()
text = next(i for i in p['items'] if i['findings'])
pictures = [i for i in p['items'] if not i['findings']]
for f in text['findings']:
    assert f['decision'] == 'undecided', f
    f['decision'] = 'keep' if f['kind'] == 'IP' else 'redact'
for i in pictures:
    i['boxes'].append({'page': 0, 'x0': 1000, 'y0': 1000,
                       'x1': 6000, 'y1': 5000, 'by': ''})
json.dump(p, open(t + '/decided.json', 'w'))
p['items'][0]['text_sha256'] = '00' * 32
json.dump(p, open(t + '/lie.json', 'w'))
p['items'][0]['surprise'] = 1
json.dump(p, open(t + '/odd.json', 'w'))
PY
before=$(head_of)
for f in lie odd; do
	as desk 1 review "$ID" --plan "$T/$f.json"
done
printf '{"version":1,' >"$T/cut.json"
as desk 1 review "$ID" --plan "$T/cut.json"
[ "$(head_of)" = "$before" ] || fail 'a refused plan made an entry'
as desk 0 review "$ID" --plan "$T/decided.json"
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/out.d"
grep -qF '10.20.30.41' "$T/out.d/001.txt" || fail 'a kept value went'
! grep -qF 'quietgull' "$T/out.d/001.txt" || fail 'a redacted value stayed'
# Inside the box every pixel is black; outside the PNG is as it was.
pngtopnm "$T/out.d/002.png" >"$T/png.ppm" || fail 'no PNG'
pngtopnm "$S/chart.png" >"$T/was.ppm"
jpegtopnm "$T/out.d/003.jpg" >"$T/jpg.ppm" 2>/dev/null || fail 'no JPEG'
python3 - "$T" <<'PY' || fail 'the boxes'
import sys
def ppm(name):
    data = open(sys.argv[1] + '/' + name, 'rb').read()
    head = data.split(None, 4)
    w, h = int(head[1]), int(head[2])
    return w, h, data[-w * h * 3:]
w, h, now = ppm('png.ppm')
_, _, was = ppm('was.ppm')
for y in range(h):
    for x in range(w):
        p = 3 * (y * w + x)
        if 10 <= x < 60 and 10 <= y < 50:
            assert now[p:p + 3] == b'\0\0\0', (x, y, now[p:p + 3])
        elif not (9 <= x <= 60 and 9 <= y <= 50):
            assert now[p:p + 3] == was[p:p + 3], (x, y)
w, h, now = ppm('jpg.ppm')
for y in range(12, 48):
    for x in range(12, 58):
        p = 3 * (y * w + x)
        assert max(now[p:p + 3]) < 24, (x, y, now[p:p + 3])
PY
holds

# The dialogue in a terminal, answered line by line.
submit "$S/tip.txt"
as desk 0 examine "$ID"
as desk 0 find "$ID"
printf '?\nk\na\ns\n' >"$T/answers"
as desk 0 review "$ID" <"$T/answers"
out_says 'still wait'
as two 4 approve "$ID"
printf 'a\na\na\na\na\na\na\na\na\n' >"$T/answers"
as desk 0 review "$ID" <"$T/answers"
out_says 'decided and signed'
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
holds
