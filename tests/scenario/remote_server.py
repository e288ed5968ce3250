#!/usr/bin/env python3
"""remote_server.py -- git and Git LFS over HTTP on loopback, for the tests.

usage: remote_server.py FOLDER PORTFILE [NAME PASSWORD]

Serves FOLDER/<repository> through git http-backend, and large objects by the
LFS batch API with basic transfers (git-lfs docs/api).  With a name and a
password everything asks for them.  What was asked is written to stdout.
"""
import base64
import hashlib
import http.server
import json
import os
import subprocess
import sys
import urllib.parse

FOLDER, PORTFILE = sys.argv[1:3]
LOGIN = ':'.join(sys.argv[3:5]) if len(sys.argv) > 4 else None


def place(repo, oid):
    return os.path.join(FOLDER, repo, 'lfs', 'objects', oid[:2], oid[2:4], oid)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, fmt, *args):
        print(fmt % args, flush=True)

    def answer(self, code, body=b'', kind='application/vnd.git-lfs+json', **headers):
        self.send_response(code)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        for k, v in headers.items():
            self.send_header(k.replace('_', '-'), v)
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        if self.headers.get('Transfer-Encoding') == 'chunked':
            out = b''
            while (n := int(self.rfile.readline(), 16)) > 0:
                out += self.rfile.read(n)
                self.rfile.readline()
            self.rfile.readline()
            return out
        return self.rfile.read(int(self.headers.get('Content-Length') or 0))

    def allowed(self):
        if LOGIN is None:
            return True
        want = 'Basic ' + base64.b64encode(LOGIN.encode()).decode()
        if self.headers.get('Authorization') == want:
            return True
        self.body()
        self.answer(401, WWW_Authenticate='Basic realm="tests"')
        return False

    def batch(self, repo):
        ask = json.loads(self.body())
        here = 'http://%s/%s/objects/' % (self.headers['Host'], repo)
        out = []
        for o in ask['objects']:
            there = os.path.exists(place(repo, o['oid']))
            one = {'oid': o['oid'], 'size': o['size'], 'authenticated': True}
            link = {'href': here + o['oid']}
            if LOGIN is not None:
                link['header'] = {'Authorization': self.headers['Authorization']}
            if ask['operation'] == 'download' and not there:
                one['error'] = {'code': 404, 'message': 'no such object'}
            elif ask['operation'] == 'download':
                one['actions'] = {'download': link}
            elif not there:
                one['actions'] = {'upload': link}
            out.append(one)
        self.answer(200, json.dumps({'transfer': 'basic', 'objects': out}).encode())

    def backend(self):
        url = urllib.parse.urlsplit(self.path)
        env = {'PATH': os.environ['PATH'], 'GIT_PROJECT_ROOT': FOLDER,
               'GIT_HTTP_EXPORT_ALL': '1', 'PATH_INFO': url.path, 'REMOTE_USER': 'tests',
               'QUERY_STRING': url.query, 'REQUEST_METHOD': self.command,
               'CONTENT_TYPE': self.headers.get('Content-Type', ''),
               'GIT_CONFIG_COUNT': '2', 'GIT_CONFIG_KEY_0': 'safe.directory',
               'GIT_CONFIG_VALUE_0': '*', 'GIT_CONFIG_KEY_1': 'http.receivepack',
               'GIT_CONFIG_VALUE_1': 'true'}
        if 'Content-Encoding' in self.headers:
            env['HTTP_CONTENT_ENCODING'] = self.headers['Content-Encoding']
        if 'Git-Protocol' in self.headers:
            env['GIT_PROTOCOL'] = self.headers['Git-Protocol']
        out = subprocess.run(['git', 'http-backend'], input=self.body(), env=env,
                             capture_output=True).stdout
        head, _, body = out.partition(b'\r\n\r\n')
        fields = dict(line.split(': ', 1) for line in head.decode().split('\r\n') if ': ' in line)
        code = int(fields.pop('Status', '200').split()[0])
        self.answer(code, body, fields.get('Content-Type', 'text/plain'))

    def do_GET(self):
        if not self.allowed():
            return
        repo, _, oid = self.path.strip('/').partition('/objects/')
        if len(oid) == 64:
            with open(place(repo, oid), 'rb') as f:
                self.answer(200, f.read(), 'application/octet-stream')
        else:
            self.backend()

    def do_PUT(self):
        if not self.allowed():
            return
        repo, _, oid = self.path.strip('/').partition('/objects/')
        body = self.body()
        if hashlib.sha256(body).hexdigest() != oid:
            self.answer(422)
            return
        os.makedirs(os.path.dirname(place(repo, oid)), exist_ok=True)
        with open(place(repo, oid), 'wb') as f:
            f.write(body)
        self.answer(200)

    def do_POST(self):
        if not self.allowed():
            return
        if self.path.endswith('/info/lfs/objects/batch'):
            self.batch(self.path.strip('/').split('/info/')[0])
        else:
            self.backend()


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
with open(PORTFILE + '.new', 'w') as f:
    f.write(str(server.server_address[1]))
os.rename(PORTFILE + '.new', PORTFILE)
server.serve_forever()
