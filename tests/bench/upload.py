#!/usr/bin/env python3
"""upload.py -- how much the source's page takes, against nginx.
usage: upload.py TIPLINE FOLDER [MIB [CONNECTIONS [ROUNDS]]]

MIB (1024) in CONNECTIONS (100) uploads at once, through a unix socket, to
`tipline serve`, which seals each into a drop that is fsynced before it answers;
and the same bodies by PUT to nginx, which writes each to a file and syncs
nothing.  Rounds alternate; the least wall time of each counts.  CPU is that of
the services alone.  All files of both lie in FOLDER until the end (nginx's
are emptied after each round), and whoever calls removes it when nothing more is
measured: ext4 without a journal passes over inodes that went in the last minute,
one by one, whenever it makes a file, and that is not what is measured."""
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

tipline, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
mib = int(sys.argv[3]) if len(sys.argv) > 3 else 1024
connections = int(sys.argv[4]) if len(sys.argv) > 4 else 100
rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 3
BLOCK = os.urandom(1 << 20)
EACH = (mib << 20) // connections
TICK = os.sysconf('SC_CLK_TCK')


def descends(pid):
    """pid and all that it started."""
    pids = [pid]
    for p in pids:
        for task in os.listdir('/proc/%d/task' % p):
            with open('/proc/%d/task/%s/children' % (p, task)) as f:
                pids += map(int, f.read().split())
    return pids


def cpu(pids):
    total = 0
    for p in pids:
        with open('/proc/%d/stat' % p) as f:
            total += sum(map(int, f.read().rpartition(')')[2].split()[11:13]))
    return total / TICK


def exchange(path, head, body=b'', filler=0, tail=b''):
    """One request; its answer."""
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(600)
    s.connect(path)
    length = len(body) + filler + len(tail)
    s.sendall(('\r\n'.join(head + ['Host: page.onion', 'Connection: close',
               'Content-Length: %d' % length]) + '\r\n\r\n').encode() + body)
    while filler > 0:
        n = min(filler, len(BLOCK))
        s.sendall(memoryview(BLOCK)[:n])
        filler -= n
    s.sendall(tail)
    answer = b''
    while got := s.recv(1 << 18):
        answer += got
    s.close()
    return answer.decode('utf-8', 'replace')


def all_at_once(what):
    """Wall seconds of `connections` calls of what(number) at once."""
    failed = []

    def one(n):
        try:
            what(n)
        except Exception as e:
            failed.append(e)
    threads = [threading.Thread(target=one, args=(n,)) for n in range(connections)]
    start = time.monotonic()
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if failed:
        sys.exit('upload: %d of %d failed: %s' % (len(failed), connections, failed[0]))
    return time.monotonic() - start


class Page:
    def __init__(self):
        self.socket = work + '/run/page'
        for name in ('state', 'run', 'outbox'):
            os.makedirs(os.path.join(work, name), mode=0o700)
        cards = ''
        for who in ('desk', 'intake'):
            key = os.path.join(work, who + '.key')
            subprocess.run([tipline, 'key', 'new', '--no-passphrase', key],
                           check=True, stdout=subprocess.DEVNULL)
            card = subprocess.run([tipline, 'key', 'card', key], check=True,
                                  capture_output=True, text=True).stdout
            cards = cards or re.search('tipline1[0-9a-z]+', card).group(0) + '\n'
        with open(work + '/to', 'w') as f:
            f.write(cards)
        self.proc = subprocess.Popen(
            [tipline, '-i', work + '/intake.key', '--json', 'serve', '--to', work + '/to',
             '--outbox', work + '/outbox', '--state', work + '/state', '--floor', '0',
             '--quota', '64GiB', '--socket', self.socket], stdout=subprocess.PIPE)
        self.proc.stdout.readline()
        self.pids = descends(self.proc.pid)
        self.drops = 0
        self.visits = [None] * connections
        all_at_once(self.begin)

    @staticmethod
    def here(cookie=None):
        return ['Origin: http://page.onion', 'Sec-Fetch-Site: same-origin'] + \
            (['Cookie: tipline-s=' + cookie] if cookie else [])

    def begin(self, n):
        a = exchange(self.socket, ['POST /begin HTTP/1.1', *self.here(),
                     'Content-Type: application/x-www-form-urlencoded'], b'l=en')
        self.visits[n] = (re.search('tipline-s=([0-9a-f]{64})', a).group(1),
                          re.search('name="token" value="([0-9a-f]{64})"', a).group(1))

    def send(self, n):
        cookie, token = self.visits[n]
        front = ('--B\r\nContent-Disposition: form-data; name="token"\r\n\r\n%s\r\n'
                 '--B\r\nContent-Disposition: form-data; name="files"; filename="f%d"\r\n\r\n'
                 % (token, n))
        a = exchange(self.socket, ['POST /send HTTP/1.1', *self.here(cookie),
                     'Content-Type: multipart/form-data; boundary=B'],
                     front.encode(), EACH, b'\r\n--B--\r\n')
        if not a.startswith('HTTP/1.1 200'):
            raise Exception(a[:200])

    def round(self):
        before = cpu(self.pids)
        wall = all_at_once(self.send)
        used = cpu(self.pids) - before
        drops = [n for n in os.listdir(work + '/outbox') if n.endswith('.drop')]
        self.drops += connections
        if len(drops) != self.drops:
            sys.exit('upload: %d drops of %d uploads' % (len(drops), self.drops))
        return used, wall

    def stop(self):
        self.proc.send_signal(signal.SIGTERM)
        self.proc.wait()


NGINX = """daemon off;
worker_processes auto;
pid %(work)s/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
    access_log off;
    client_max_body_size 0;
    client_body_temp_path %(work)s/www/temp;
    server {
        listen unix:%(work)s/run/nginx;
        root %(work)s/www/files;
        location / { dav_methods PUT; }
    }
}
"""


class Nginx:
    def __init__(self):
        self.socket = work + '/run/nginx'
        os.makedirs(work + '/www/files')
        os.chmod(work, 0o755)
        os.chmod(work + '/run', 0o755)
        with open(work + '/nginx.conf', 'w') as f:
            f.write(NGINX % {'work': work})
        if os.geteuid() == 0:
            with open(work + '/nginx.conf', 'r+') as f:
                conf = f.read()
                f.seek(0)
                f.write('user root;\n' + conf)
        self.proc = subprocess.Popen(['nginx', '-p', work, '-e', 'stderr', '-c',
                                      work + '/nginx.conf'])
        while not os.path.exists(self.socket):
            time.sleep(0.01)
        time.sleep(0.5)
        self.pids = descends(self.proc.pid)
        self.rounds = 0

    def send(self, n):
        a = exchange(self.socket, ['PUT /f%d-%d HTTP/1.1' % (self.rounds, n)], b'', EACH)
        if a[9:12] not in ('201', '204'):
            raise Exception(a[:200])

    def round(self):
        before = cpu(self.pids)
        wall = all_at_once(self.send)
        used = cpu(self.pids) - before
        self.rounds += 1
        for name in os.listdir(work + '/www/files'):    # their memory is used again
            os.truncate(os.path.join(work, 'www/files', name), 0)
        return used, wall

    def stop(self):
        self.proc.send_signal(signal.SIGTERM)
        self.proc.wait()


ours = Page()
theirs = Nginx()
try:
    runs = [(theirs.round(), ours.round()) for _ in range(rounds)]
finally:
    ours.stop()
    theirs.stop()
name = 'upload %d MiB, %d at once, nginx, ' % (mib, connections)
for which, what in ((1, 'wall'), (0, 'CPU')):
    y, x = (min(r[i][which] for r in runs) for i in (0, 1))
    print('%-44s ours %8.3f s  theirs %8.3f s  ratio %6.3f  aim %s'
          % (name + what, x, y, x / y, '<= 2' if which == 1 else 'none'), flush=True)
