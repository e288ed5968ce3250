"""insider.py -- entries made by somebody who has a member's key and git, and
none of our programs: written from docs/format.md alone.
"""
import base64
import hashlib
import os
import struct
import subprocess

from nacl import bindings as nacl

import kit

SEED_AT = kit.KEY_PAYLOAD + 1    # of a key file without passphrase


def string(b):
    return struct.pack('>I', len(b)) + b


class Insider:
    def __init__(self, w, who):
        self.w = w
        with open(w.path('keys', who + '.key'), 'rb') as f:
            seed = f.read()[SEED_AT:SEED_AT + 32]
        self.pk, self.sk = nacl.crypto_sign_seed_keypair(seed)
        self.wire = string(b'ssh-ed25519') + string(self.pk)
        self.fpr = hashlib.sha256(self.wire).hexdigest()

    def git(self, *words, data=b'', env=None):
        return subprocess.run(['git', '-C', self.w.vault, *words], input=data, check=True,
                              capture_output=True, env={**self.w.env, **(env or {})}).stdout

    def sshsig(self, message, namespace=b'git'):
        head = string(namespace) + string(b'') + string(b'sha512')
        signed = b'SSHSIG' + head + string(hashlib.sha512(message).digest())
        raw = nacl.crypto_sign(signed, self.sk)[:64]
        blob = b'SSHSIG' + struct.pack('>I', 1) + string(self.wire) + head + \
            string(string(b'ssh-ed25519') + string(raw))
        text = base64.b64encode(blob).decode()
        lines = [text[i:i + 70] for i in range(0, len(text), 70)]
        return '\n'.join(['-----BEGIN SSH SIGNATURE-----', *lines,
                          '-----END SSH SIGNATURE-----'])

    def blob(self, data):
        return self.git('hash-object', '-w', '--stdin', data=data).decode().strip()

    def content(self, oid):
        return self.git('cat-file', 'blob', oid)

    def entry(self, event, files, submissions=()):
        """An entry whose files are {path: object id}; the branch moves to it."""
        index = os.path.join(self.w.tmp, 'index')
        env = {'GIT_INDEX_FILE': index}
        self.git('read-tree', 'refs/heads/main', env=env)
        lines = ''.join('100644 %s\t%s\n' % (oid, p) for p, oid in files.items())
        self.git('update-index', '--add', '--index-info', data=lines.encode(), env=env)
        tree = self.git('write-tree', env=env).decode().strip()
        os.remove(index)
        head = self.git('rev-parse', 'refs/heads/main').decode().strip()
        parent = self.git('cat-file', 'commit', head)
        when = parent.split(b'\nauthor ')[1].split(b'> ')[1].split(b' ')[0].decode()
        sums = ''.join('%s %s\n' % (hashlib.sha256(self.content(files[p])).hexdigest(), p)
                       for p in sorted(files))
        person = '%s <%s@tipline> %s +0000' % (self.fpr, self.fpr, when)
        start = 'tree %s\nparent %s\nauthor %s\ncommitter %s\n' % (tree, head, person, person)
        message = '%s: by hand\n\nEvent: %s\nActor: %s\n' % (event, event, self.fpr)
        message += ''.join('Submission: %s\n' % s for s in sorted(submissions))
        message += 'Previous: %s\nObjects: %s\n' % (hashlib.sha256(parent).hexdigest(),
                                                    hashlib.sha256(sums.encode()).hexdigest())
        sig = self.sshsig((start + '\n' + message).encode())
        raw = start + 'gpgsig ' + sig.replace('\n', '\n ') + '\n\n' + message
        oid = self.git('hash-object', '-t', 'commit', '-w', '--stdin',
                       data=raw.encode()).decode().strip()
        self.git('update-ref', 'refs/heads/main', oid)
        return oid
