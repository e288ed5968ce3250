#!/usr/bin/env python3
"""What an observer of cover mode sees, between two clients and the service.

    cover_watch.py proxy REAL NAMED=SOCKET... LOG
        stands between: each connection to SOCKET goes on to REAL, and a line of
        LOG says who, when it began, bytes up, bytes down, when it ended.
    cover_watch.py judge LOG ONE OTHER TURNS
        what is seen of ONE is what is seen of OTHER.
    cover_watch.py socks REAL ADDRESS LOG
        a SOCKS port that knows one onion address; it is printed, and a line of
        LOG for each connection names its user.
    cover_watch.py garbage REAL
        what is no message is answered like one.
"""
import concurrent.futures
import os
import select
import socket
import statistics
import sys
import threading
import time


ANSWERS = 0.5       # seconds: the step of time at which answers leave


def connect(path):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    s.connect(path)
    return s


def pass_on(name, client, real, log):
    began, up, down, ended = time.monotonic(), 0, 0, 0.0
    try:
        server = connect(real)
        ends = {client: server, server: client}
        while True:
            ready = select.select(list(ends), [], [], 30)[0]
            if not ready:
                break
            data = ready[0].recv(65536)
            if not data:
                break
            if ready[0] is client:
                up += len(data)
            else:
                down += len(data)
            ends[ready[0]].sendall(data)
            ended = time.monotonic()
        server.close()
    except OSError:
        pass
    client.close()
    log.write(f"{name} {began:.3f} {up} {down} {ended:.3f}\n")
    log.flush()


def proxy(real, *words):
    log = open(words[-1], "w", encoding="ascii")
    listening = {}
    for word in words[:-1]:
        name, path = word.split("=", 1)
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.bind(path)
        s.listen(64)
        listening[s] = name
    print("ready", flush=True)
    while True:
        for s in select.select(list(listening), [], [])[0]:
            client, _ = s.accept()
            threading.Thread(target=pass_on, daemon=True, args=(
                listening[s], client, real, log)).start()


def most(values):
    """What four of five of them do not exceed."""
    return sorted(values)[len(values) * 4 // 5]


def judge(path, one, other, turns):
    seen = {one: [], other: []}
    for line in open(path, encoding="ascii"):
        name, began, up, down, ended = line.split()
        # GET /cover of `begin` is shorter, and comes before the first turn.
        if int(up) > 1000:
            seen[name].append((float(began), int(up), int(down), float(ended)))
    law = {}
    for name, rows in seen.items():
        rows.sort()
        whole = [r for r in rows if r[2] > 0]
        assert len(whole) >= int(turns), f"{name}: {len(whole)} turns"
        steps = [b[0] - a[0] for a, b in zip(rows, rows[1:])]
        waits = [r[3] - r[0] for r in whole]
        # A busy machine is late now and then, with either.
        law[name] = {
            "up": sorted({r[1] for r in rows}),
            "down": sorted({r[2] for r in whole}),
            "step": statistics.median(steps),
            "spread": most([abs(s - round(s)) for s in steps]),
            "late": most([w % ANSWERS for w in waits]),
            "wait": min(waits)}
        print(f"  {name}: {len(rows)} turns, {law[name]}")
    a, b = law[one], law[other]
    assert len(a["up"]) == 1 and a["up"] == b["up"], "sizes up"
    assert len(a["down"]) == 1 and a["down"] == b["down"], "sizes down"
    for name in law:
        assert abs(law[name]["step"] - 1) < 0.02, "not a turn each second"
        assert law[name]["spread"] < 0.25, "turns are not by the clock"
        assert law[name]["late"] < 0.1, "answers leave when they are made"
    assert abs(a["wait"] - b["wait"]) < 0.05, "answers take another time"


def socks_one(client, real, address, log):
    def take(n):
        data = b""
        while len(data) < n:
            more = client.recv(n - len(data))
            assert more, "cut"
            data += more
        return data

    assert take(3) == b"\x05\x01\x02", "not by name alone (RFC 1929)"
    client.sendall(b"\x05\x02")
    assert take(1) == b"\x01"
    user = take(take(1)[0])
    take(take(1)[0])
    client.sendall(b"\x01\x00")
    assert take(4) == b"\x05\x01\x00\x03", "not a name"
    host = take(take(1)[0]).decode()
    port = int.from_bytes(take(2), "big")
    assert (host, port) == (address, 80), (host, port)
    client.sendall(b"\x05\x00\x00\x01" + bytes(6))
    with open(log, "a", encoding="ascii") as f:
        f.write(user.decode() + "\n")
    pass_on("socks", client, real, open(os.devnull, "w"))


def socks(real, address, log):
    s = socket.create_server(("127.0.0.1", 0))
    print(s.getsockname()[1], flush=True)
    while True:
        client, _ = s.accept()
        threading.Thread(target=socks_one, daemon=True, args=(
            client, real, address, log)).start()


def post(path, body):
    began = time.monotonic()
    s = connect(path)
    s.sendall(b"POST /cover HTTP/1.1\r\nHost: localhost\r\n"
              b"Content-Type: application/octet-stream\r\n"
              b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
              + body)
    answer = b""
    while (data := s.recv(65536)):
        answer += data
    head, _, content = answer.partition(b"\r\n\r\n")
    return head, content, time.monotonic() - began


def garbage(real):
    bodies = [os.urandom(4096), bytes(4096), os.urandom(4095), b"x",
              os.urandom(100000)]
    late = set(range(len(bodies)))
    for _ in range(8):              # a busy machine is late now and then
        with concurrent.futures.ThreadPoolExecutor(len(bodies)) as pool:
            got = list(pool.map(lambda body: post(real, body), bodies))
        for i, (head, content, took) in enumerate(got):
            assert head == got[0][0], (head, got[0][0])
            assert len(content) == 4096, (len(bodies[i]), len(content))
            assert content.count(0) < 100, "the answer is not random"
            assert took >= ANSWERS - 0.001, f"after {took:.3f} s"
            if took % ANSWERS < 0.1:
                late.discard(i)
        if not late:
            break
    assert not late, f"answers of their own time: {late}"


{"proxy": proxy, "judge": judge, "socks": socks,
 "garbage": garbage}[sys.argv[1]](
    *sys.argv[2:])
