#!/usr/bin/python3
"""
unseal_all.py -- what can be opened at all: every box of every copy of a vault,
tried with every secret of every key file, by PyNaCl and the page that describes
the formats alone.

usage: unseal_all.py KEYFILE... -- VAULT...

A box is any git object of a grant's length, whether an entry names it or not.
For each copy and submission of which anything opens, one line:

    VAULT SUBMISSION GRANTS OBJECTS

GRANTS boxes open, and with the keys in them OBJECTS sealed objects do.  A
locked key file is opened with the passphrase in the environment variable
PASSPHRASE: for tests, whose passphrase is no secret.
"""
import hashlib
import os
import re
import struct
import subprocess
import sys

from nacl import bindings as nacl
from nacl.pwhash import argon2id

import reader

BOX = 114
KINDS = {"manifest": 1, "original": 2, "report": 3, "clean": 4, "text": 5,
         "layout": 6, "plan": 7, "release": 8, "releases": 9,
         "unpacked": 10, "contents": 11, "watchlist": 12, "entities": 14,
         "recalls": 15, "replies": 16, "letterbox": 17, "sums": 19}
TIERS = {1: 1, 2: 1, 3: 2, 4: 2, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 1, 11: 1,
         12: 2, 14: 3, 15: 3, 16: 2, 17: 2, 19: 2}
OBJECT = re.compile(r"submissions/../../([0-9a-f]{32})/(?:items/../"
                    r"([0-9a-f]{32})/)?([a-z]+)[./]?(\d*)\.(sealed|large)$")


def git(vault, *words, stdin=None):
    return subprocess.run(["git", "-C", vault, *words], input=stdin,
                          stdout=subprocess.PIPE, check=True).stdout


def secrets_of(path):
    raw = open(path, "rb").read()
    kdf, ops, mem = struct.unpack(">BII", raw[143:152])
    if kdf == 1:
        key = argon2id.kdf(32, os.environb[b"PASSPHRASE"], raw[152:168],
                           opslimit=ops, memlimit=mem << 10)
        payload = nacl.crypto_secretbox_open(raw[192:], raw[168:192], key)
        check = hashlib.blake2b(payload, digest_size=24).digest()
        raw = raw[:143] + bytes(25) + check + payload
    return list(reader.read_key_file(raw).values())


def boxes_of(vault):
    """Every git object that has the length of a grant."""
    names = [line.split()[0] for line in git(
        vault, "cat-file", "--batch-all-objects",
        "--batch-check=%(objectname) %(objecttype) %(objectsize)")
        .decode().splitlines() if line.endswith("blob %d" % BOX)]
    raw = git(vault, "cat-file", "--batch",
              stdin="".join(n + "\n" for n in names).encode())
    at = 0
    for _ in names:
        at = raw.index(b"\n", at) + 1
        yield raw[at:at + BOX]
        at += BOX + 1


def open_boxes(vault, secrets):
    """{submission: {(tier, item): key}} and how many boxes opened of each."""
    keys, count = {}, {}
    pairs = [(nacl.crypto_scalarmult_base(s), s) for s in secrets]
    for box in boxes_of(vault):
        for public, secret in pairs:
            try:
                plain = nacl.crypto_box_seal_open(box, public, secret)
            except Exception:
                continue
            _, tier, submission, item, key = struct.unpack(
                ">BB16s16s32s", plain)
            keys.setdefault(submission, {})[tier, item] = key
            count[submission] = count.get(submission, 0) + 1
            break
    return keys, count


def sealed(vault, name, end):
    raw = git(vault, "cat-file", "blob", "HEAD:" + name)
    if end == "sealed":
        return raw
    oid = re.search(rb"oid sha256:([0-9a-f]{64})", raw)[1].decode()
    return open(os.path.join(vault, "lfs/objects", oid[:2], oid[2:4], oid),
                "rb").read()


def open_objects(vault, keys):
    """How many objects of each submission open."""
    count = {}
    for name in git(vault, "ls-tree", "-r", "--name-only", "HEAD",
                    "submissions").decode().splitlines():
        m = OBJECT.match(name)
        if not m:
            continue
        submission, item = (bytes.fromhex(m[i] or 32 * "0") for i in (1, 2))
        kind, version = KINDS[m[3]], int(m[4] or 1)
        tier = TIERS[kind]
        mine = keys.get(submission, {})
        key = mine.get((tier, item))
        if (tier, bytes(16)) in mine:
            key = reader.derive(mine[tier, bytes(16)],
                                b"tipline item" + submission + item)
        if key is None:
            continue
        key = reader.derive(key, b"tipline object" +
                            struct.pack(">BI", kind, version))
        reader.open_object(sealed(vault, name, m[5]), key, submission + item +
                           struct.pack(">BBI", kind, tier, version))
        count[submission] = count.get(submission, 0) + 1
    return count


def main(argv):
    cut = argv.index("--")
    secrets = [s for path in argv[1:cut] for s in secrets_of(path)]
    for vault in argv[cut + 1:]:
        keys, boxes = open_boxes(vault, secrets)
        objects = open_objects(vault, keys)
        for submission in sorted(keys):
            print(vault, submission.hex(), boxes[submission],
                  objects.get(submission, 0))


if __name__ == "__main__":
    main(sys.argv)
