#!/usr/bin/python3
"""
reader.py -- open one sealed object with PyNaCl alone, from the page that
describes the formats ("Key file", "Card", "Grant", "Sealed object").

usage: reader.py KEYFILE GRANT OBJECT SUBMISSION ITEM TIER KIND VERSION

KEYFILE is plain (kdf 0).  SUBMISSION and ITEM are 32 hex digits, ITEM all zero
for an object of the submission itself; TIER, KIND and VERSION are numbers.
The content goes to stdout when all of it is sound, and nothing else ever does.
"""
import hashlib
import struct
import sys

from nacl import bindings as nacl

CHUNK = 65536
ROOM = CHUNK - 4
TAG = 17


class Bad(Exception):
    pass


def must(sound, what):
    if not sound:
        raise Bad(what)


def read_key_file(raw):
    """The X25519 secrets by epoch, after every check the page asks for."""
    must(raw[:8] == b"TIPKEY01", "no key file")
    card_len, = struct.unpack(">H", raw[8:10])
    must(card_len == 133, "card length")
    card, rest = raw[10:143], raw[143:]
    kdf, ops, mem = struct.unpack(">BII", rest[:9])
    salt, nonce, payload = rest[9:25], rest[25:49], rest[49:]
    must(kdf == 0 and ops == 0 and mem == 0 and salt == bytes(16), "kdf")
    must(hashlib.blake2b(payload, digest_size=24).digest() == nonce, "check")
    version, seed, count = struct.unpack(">B32sH", payload[:35])
    must(version == 1 and len(payload) == 35 + 36 * count, "payload")
    epochs = {}
    for at in range(35, len(payload), 36):
        number, = struct.unpack(">I", payload[at:at + 4])
        must(number > max(epochs, default=0), "epoch order")
        epochs[number] = payload[at + 4:at + 36]
    check_card(card, seed, epochs)
    return epochs


def check_card(card, seed, epochs):
    version, sign_pk, epoch, box_pk, signature = struct.unpack(
        ">B32sI32s64s", card)
    must(version == 1 and epoch == max(epochs), "card")
    must(nacl.crypto_sign_seed_keypair(seed)[0] == sign_pk, "seed")
    must(nacl.crypto_scalarmult_base(epochs[epoch]) == box_pk, "epoch key")

    def string(s):
        return struct.pack(">I", len(s)) + s
    signed = (b"SSHSIG" + string(b"tipline-card") + string(b"") +
              string(b"sha512") + string(hashlib.sha512(card[:69]).digest()))
    nacl.crypto_sign_open(signature + signed, sign_pk)


def open_grant(box, epochs, submission, item, tier):
    """The item key of `item`, whether the grant is for it or for all."""
    for secret in epochs.values():
        try:
            plain = nacl.crypto_box_seal_open(
                box, nacl.crypto_scalarmult_base(secret), secret)
            break
        except Exception:
            continue
    else:
        raise Bad("the grant is not for this key")
    version, in_tier, in_submission, in_item, key = struct.unpack(
        ">BB16s16s32s", plain)
    must(version == 1 and in_tier == tier and in_submission == submission,
         "the grant is for something else")
    if in_item == bytes(16):
        return derive(key, b"tipline item" + submission + item)
    must(in_item == item, "the grant is for another item")
    return key


def derive(key, what):
    return hashlib.blake2b(what, key=key, digest_size=32).digest()


def padme(length):
    exponent = length.bit_length() - 1
    last = exponent - exponent.bit_length()
    return (length + (1 << last) - 1) >> last << last


def plain_size(content):
    chunks = max(1, -(-content // ROOM))
    return padme(max(256, content + 4 * chunks))


def open_object(raw, key, ad):
    must(raw[:8] == b"TIPSEAL1" and len(raw) > 32, "no sealed object")
    state = nacl.crypto_secretstream_xchacha20poly1305_state()
    nacl.crypto_secretstream_xchacha20poly1305_init_pull(
        state, raw[8:32], key)
    content, size, full, tag = [], 0, True, 0
    for at in range(32, len(raw), CHUNK + TAG):
        must(tag == 0, "a chunk after the last")
        plain, tag = nacl.crypto_secretstream_xchacha20poly1305_pull(
            state, raw[at:at + CHUNK + TAG], ad)
        must(tag == 3 or (tag == 0 and len(plain) == CHUNK), "tag")
        n, = struct.unpack(">I", plain[:4])
        must(n <= len(plain) - 4 and (full or n == 0), "count")
        must(not any(plain[4 + n:]), "padding")
        content.append(plain[4:4 + n])
        full = full and n == ROOM
        size += len(plain)
    must(tag == 3, "cut short")
    content = b"".join(content)
    must(size == plain_size(len(content)), "length")
    return content


def main(argv):
    if len(argv) != 9:
        sys.exit(__doc__)
    key_file, grant, sealed = (open(p, "rb").read() for p in argv[1:4])
    submission, item = bytes.fromhex(argv[4]), bytes.fromhex(argv[5])
    tier, kind, version = (int(a) for a in argv[6:])
    try:
        epochs = read_key_file(key_file)
        item_key = open_grant(grant, epochs, submission, item, tier)
        key = derive(item_key, b"tipline object" +
                     struct.pack(">BI", kind, version))
        ad = submission + item + struct.pack(">BBI", kind, tier, version)
        sys.stdout.buffer.write(open_object(sealed, key, ad))
    except (Bad, RuntimeError, ValueError, struct.error) as e:
        sys.exit("reader: %s" % e)
    except Exception as e:  # PyNaCl's own: a signature or a box that fails
        sys.exit("reader: refused: %s" % type(e).__name__)


if __name__ == "__main__":
    main(sys.argv)
