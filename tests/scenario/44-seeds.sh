#!/usr/bin/env bash
# The five articles: every contact is gone, every other word is as in a cleaned
# copy.
. "$(dirname "$0")/lib.sh"
SEEDS=$ROOT/../shared/seeds
[ -d "$SEEDS" ] || skip 'no ../shared/seeds'
vault
submit "$SEEDS"/*.txt
as desk 0 examine "$ID"
as desk 0 find "$ID" --only email,phone,onion,url,messenger
as desk 0 review "$ID" --accept-all
as two 0 approve "$ID"
as desk 0 release "$ID" --to analyst
as analyst 0 open "$ID" -o "$T/analyst"
expect 0 strip "$SEEDS"/*.txt -o "$T/clean"
python3 - "$SEEDS" "$T/clean" "$T/analyst" <<'PY' || fail 'the released articles'
import glob, os, re, sys
seeds, clean, out = sys.argv[1:]
names = sorted(os.path.basename(f) for f in glob.glob(seeds + '/*.txt'))
rows = [l.rstrip('\n').split('\t') for l in open(seeds + '/expected-contacts.tsv',
        encoding='utf-8')][1:]
mark = re.compile(r'\[[A-Z_]+-\d+\]')
fold = lambda s: re.sub(r'\s+', ' ', s).strip()
for n, name in enumerate(names, 1):
    was = open(os.path.join(clean, name), encoding='utf-8').read()
    now = open(os.path.join(out, '%03d.txt' % n), encoding='utf-8').read()
    for f, start, end, kind, value in rows:
        assert value not in now, (name, kind)
    # Every stretch between two marks stands in the article, in order.
    pieces, at = mark.split(now), 0
    was = fold(was)
    removed = 0
    for k, piece in enumerate(pieces):
        piece = fold(piece)
        found = was.find(piece, at)
        assert found >= 0, (name, 'not in the article', piece[:80])
        assert k > 0 or found == 0, (name, 'the beginning is gone')
        if k > 0:
            removed += found - at
        at = found + len(piece)
    assert at == len(was), (name, 'the end is gone')
    expected = sum(len(r[4]) for r in rows if r[0] == name)
    # Spaces at the edges of marks are folded; nothing but the contacts went.
    assert removed <= expected + 4 * len(pieces), (name, removed, expected)
PY
holds
