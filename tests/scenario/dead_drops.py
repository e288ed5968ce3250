#!/usr/bin/env python3
"""Dead drops of CoverDrop, made up, with keys made here: dead_drops.py FOLDER.

Sizes and layers as docs/protocol_messages.md and docs/cryptography.md of
github.com/guardian/coverdrop have them."""
import base64, gzip, hashlib, json, os, struct, sys
from nacl.bindings import crypto_box, crypto_box_keypair, crypto_box_seal
from nacl.signing import SigningKey

out = sys.argv[1]
pk1, sk1 = crypto_box_keypair()     # the journalist's keys: today's,
pk2, sk2 = crypto_box_keypair()     # yesterday's,
pk3, sk3 = crypto_box_keypair()     # and one that is lost
cover_pk, cover_sk = crypto_box_keypair()
other_pk, other_sk = crypto_box_keypair()
identity = SigningKey.generate()
readers = [os.urandom(32), os.urandom(32)]


def packed(text, reply, reserved=0, length=None):
    z = text if isinstance(text, bytes) else gzip.compress(text.encode())
    length = len(z) if length is None else length
    plain = reply + bytes([reserved]) + struct.pack('>H', length) + z
    assert len(plain) <= 545, len(plain)
    return plain + os.urandom(545 - len(plain))


def record(plain, inner=pk1, outer=pk1, node=cover_sk):
    sealed = crypto_box_seal(plain, inner)
    assert len(sealed) == 593
    nonce = os.urandom(24)
    r = crypto_box(sealed, nonce, outer, node) + nonce
    assert len(r) == 633
    return r


def cover():
    """What no key opens: for nobody, or for another journalist."""
    return record(packed('for another', readers[0]), other_pk, other_pk)


def drop(number, records, created='2026-09-07T15:04:37.400254Z', seconds=None,
         epoch=5, signer=identity):
    data = b''.join(records)
    if seconds is None:
        seconds = 1788793477
    made = hashlib.sha256(data + struct.pack('>q', seconds) +
                          struct.pack('>i', epoch)).digest()
    d = {'id': number, 'created_at': created,
         'data': base64.b64encode(data).decode(), 'epoch': epoch}
    if signer is not None:
        d['signature'] = signer.sign(made).signature.hex()
    return d


def write(name, text):
    open(os.path.join(out, name), 'w').write(text)


def drops(name, *list_):
    write(name, json.dumps({'dead_drops': list(list_)}))


real = [record(packed('I saw it. żółw こんにちは', readers[0])),
        cover(),
        # between the two layers the key was changed, both ways
        record(packed('yesterday', readers[1]), pk2, pk1),
        record(packed('outside yesterday', readers[1]), pk1, pk2),
        cover(), os.urandom(633),
        record(packed('a lost key', readers[0]), pk3, pk1),
        record(packed(b'no gzip', readers[0])),
        record(packed(gzip.compress(bytes(200000)), readers[0])),
        record(packed('too long', readers[0], length=60000)),
        record(packed('', readers[0]))]
drops('real.json', drop(7, real),
      drop(8, [cover()], '2026-09-07T17:04:37+02:00'),
      drop(9, []))
drops('cover.json', drop(1, [cover() for _ in range(50)]))
drops('forged.json', drop(1, real[:1], signer=SigningKey.generate()),
      drop(2, real[:1], epoch=6), drop(3, real[:1], seconds=5))
drops('unsigned.json', drop(4, real[:1], signer=None))
cut = drop(1, real[:1])
cut['data'] = base64.b64encode(real[0][:-1]).decode()
drops('cut.json', drop(7, real), cut)
bad = drop(1, real[:1])
bad['data'] = bad['data'][:9] + '*' + bad['data'][10:]
drops('bad.json', bad)

write('keys', '# of a journalist\n'
      f'journalist {sk1.hex()}\njournalist {sk2.hex()}\n'
      f'covernode {other_pk.hex()}\ncovernode {cover_pk.hex()}\n'
      f'identity {identity.verify_key.encode().hex()}\n')
write('keys.plain', f'journalist {sk1.hex()}\ncovernode {cover_pk.hex()}\n')
# As CoverDrop's programs keep and publish them.
signed = {'certificate': 128 * '0', 'not_valid_after': '2027-01-01T00:00:00Z'}
write('keys.json', json.dumps({
    'public_key': {'key': pk1.hex(), **signed}, 'secret_key': sk1.hex()}) +
    json.dumps({'public_key': {'key': pk2.hex(), **signed},
                'secret_key': sk2.hex()}, indent=1) +
    json.dumps({'keys': [{'org_pk': {'key': 64 * '1', **signed},
        'covernodes': [{'provisioning_pk': {'key': 64 * '2', **signed},
            'covernodes': {'covernode_001': [{
                'id_pk': {'key': identity.verify_key.encode().hex(), **signed},
                'msg_pks': [{'key': cover_pk.hex(), **signed}]}]}}],
        'journalists': [{'provisioning_pk': {'key': 64 * '3', **signed},
            'journalists': {'j': [{'id_pk': {'key': 64 * '4', **signed},
                'msg_pks': [{'key': pk1.hex(), **signed}]}]}}]}]}))
write('keys.bad', f'journalist {sk1.hex()}\ncovernode {cover_pk.hex()[:-1]}\n')
write('keys.none', f'covernode {cover_pk.hex()}\n')
write('readers', '\n'.join(r.hex() for r in readers) + '\n')
write('secret', sk1.hex() + '\n')
