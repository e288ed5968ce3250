#!/usr/bin/env python3
"""Exports of other programs, made up: foreign_samples.py KIND OUTPUT [WORDS]."""
import io, json, os, struct, subprocess, sys, tarfile, warnings
import zipfile, zlib

warnings.simplefilter('ignore')


def gz(data, name=b'', more=b''):
    """One gzip member (RFC 1952) with any bytes for a name."""
    head = b'\x1f\x8b\x08' + (b'\x08' if name else b'\0') + bytes(4) + b'\0\xff'
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (head + (name + b'\0' if name else b'') + c.compress(data) +
            c.flush() + struct.pack('<II', zlib.crc32(data),
                                    len(data) & 0xffffffff) + more)


PLAN = b'the plan of the mine\n' * 400
LOOSE = os.urandom(200000)


def securedrop(z, sealed=lambda b: b'\x85\x01\x0c' + b[::-1]):
    """As the journalist interface packs what it stores: two sources, and one of
    them opened; the names in the gzip files are anybody's."""
    top = 'all-unread-2026-11-22'
    lion, owl = top + '/brave lion/', top + '/quiet owl/'
    put = z.writestr
    put(lion + '1_2026-11-20/1-brave_lion-msg', 'I work at the mine. żółw\n')
    put(lion + '2_2026-11-20/2-brave_lion-doc.gz',
        gz(PLAN, b'../../plan\x07\xff.txt'))
    put(lion + '3_2026-11-20/3-brave_lion-reply', 'Thank you.\n')
    put(lion + '4_2026-11-20/4-brave_lion-doc.gz', gz(LOOSE))
    # Not one whole gzip file: two members, one that is cut, and none at all.
    put(lion + '5_2026-11-20/5-brave_lion-doc.gz', gz(b'one', b'a') + gz(b'two'))
    put(lion + '6_2026-11-20/6-brave_lion-doc.gz', gz(LOOSE)[:-9])
    put(lion + '7_2026-11-20/7-brave_lion-doc.gz', b'no gzip')
    put(owl + '1_2026-11-21/1-quiet_owl-msg.gpg', sealed(b'call me\n'))
    put(owl + '2_2026-11-21/2-quiet_owl-doc.gz.gpg',
        sealed(gz(PLAN, b'plan of the owl.txt')))
    # A name that is nobody's path, and a message that is no text.
    put('../../../tmp/1-quiet_owl-msg', b'\xff\xfe no text')


def link(z, name, to):
    i = zipfile.ZipInfo(name)
    i.create_system = 3
    i.external_attr = 0o120777 << 16
    z.writestr(i, to)


def globaleaks(z):
    z.writestr('files/ledger.csv', 'a,b\n1,2\n')
    z.writestr('files/ledger.csv', 'the same name\n')
    z.writestr('files/note.txt.pgp', b'\x85\x01\x0c sealed')
    z.writestr('files_attached_from_recipients/ours.txt', 'ours\n')
    z.writestr('metadata.csv', 'name,type,size,av_result\n')
    z.writestr('report.txt', 'REPORT 12\r\nWhat happened? Zofia saw it.\r\n')
    link(z, 'files/shadow', '/etc/shadow')


def sd_export(path):
    with tarfile.open(path, 'w:gz') as t:
        def put(name, data):
            i = tarfile.TarInfo(name)
            i.size = len(data)
            t.addfile(i, io.BytesIO(data))
        put('metadata.json', json.dumps({
            'device': 'disk', 'encryption_method': 'luks',
            'encryption_key': 'stick-passphrase'}).encode())
        i = tarfile.TarInfo('export_data')
        i.type = tarfile.DIRTYPE
        t.addfile(i)
        put('export_data/transcript.txt', b'brave lion wrote:\nhello\n')
        put('export_data/plan.pdf', PLAN)
        put('export_data/photo.jpg', LOOSE)
        for kind, name in ((tarfile.SYMTYPE, 'export_data/way out'),
                           (tarfile.LNKTYPE, 'export_data/hard'),
                           (tarfile.FIFOTYPE, 'export_data/pipe')):
            i = tarfile.TarInfo(name)
            i.type = kind
            i.linkname = '/etc/passwd'
            t.addfile(i)


def apart(z):
    """The files of two sources in turns."""
    for n in range(1, 6):
        for who in ('red_fox', 'blue_jay'):
            z.writestr(f'd/{who}/{n}_2026-11-01/{n}-{who}-msg',
                       f'{who} says {n}\n')


def bomb(z):
    z.writestr('d/red_fox/1_2026-11-01/1-red_fox-doc', bytes(100 << 20))


def seal(data):
    """To the key that the caller made."""
    return subprocess.run(['gpg', '--batch', '--quiet', '--trust-model',
                           'always', '-e', '-r', 'newsroom@example.org'],
                          input=data, stdout=subprocess.PIPE, check=True).stdout


def sealed(z):
    """SecureDrop's zip as it really is: all of it sealed."""
    def put(n, what, data):
        z.writestr(f'd/red_fox/{n}_2026-11-01/{n}-red_fox-{what}.gpg', data)
    put(1, 'msg', seal('the word is żółw\n'.encode()))
    put(2, 'doc.gz', seal(gz(PLAN, b'plan.txt')))
    put(3, 'doc.gz', seal(gz(LOOSE, b'photo.jpg') + b'more'))
    put(4, 'doc.gz', seal(b'-----BEGIN PGP MESSAGE-----\n\nsecond layer\n'))
    whole = seal(gz(LOOSE, b'changed.jpg'))
    put(5, 'doc.gz', whole[:90000] + bytes([whole[90000] ^ 1]) + whole[90001:])
    put(6, 'msg', b'no OpenPGP at all')
    put(7, 'doc', seal(bytes(80 << 20)))     # 80 MiB of nothing
    put(8, 'msg', seal(b'the last word\n'))


class Stream:
    """A file that cannot be gone back in."""
    def __init__(self, f):
        self.write, self.flush = f.write, f.flush


def main():
    kind, out = sys.argv[1:3]
    if kind == 'gz':
        open(out, 'wb').write(gz(PLAN, b'inside.txt'))
        return
    if kind == 'sd-export':
        sd_export(out)
        return
    raw = open(out, 'wb')
    if kind == 'globaleaks':        # it streams: sizes stand behind the data
        raw = Stream(raw)
    with zipfile.ZipFile(raw, 'w', zipfile.ZIP_STORED if kind == 'securedrop'
                         else zipfile.ZIP_DEFLATED) as z:
        {'securedrop': securedrop, 'globaleaks': globaleaks, 'apart': apart,
         'bomb': bomb, 'sealed': sealed}[kind](z)


main()
