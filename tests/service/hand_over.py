#!/usr/bin/env python3
"""hand_over.py SOCKET PROGRAM WORDS...: become the program, with a listening
socket as sd_listen_fds(3) says."""
import os
import socket
import sys

s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
s.bind(sys.argv[1])
s.listen(64)
fd = s.detach()
os.dup2(fd, 3)
if fd != 3:
    os.close(fd)
os.set_inheritable(3, True)
os.environ["LISTEN_FDS"] = "1"
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.argv[2], sys.argv[2:])
