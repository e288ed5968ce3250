"""
breaking.py -- a connection that breaks: everything passes through to the
page, until as many bytes as were said have gone up; then nothing does until it is mended.  (A browser tries once more by itself.)
"""
import socket
import threading


class Breaking:
    """A port for a browser, in front of the unix socket at `path`: as tor."""

    def __init__(self, path):
        self.path = str(path)
        self.left = None        # bytes until it breaks; None: it holds
        self.broke = threading.Event()
        self.dead = False
        self.open = set()
        self.lock = threading.Lock()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def after(self, n):
        """When more than n bytes have gone up from now on, all connections
        that there are break."""
        self.broke.clear()
        self.left = n

    def mend(self):
        self.dead = False

    def _accept(self):
        while True:
            down, _ = self.listening.accept()
            up = socket.socket(socket.AF_UNIX)
            with self.lock:
                self.open |= {down, up}
            try:
                if self.dead:
                    raise OSError("dead")
                up.connect(self.path)
            except OSError:
                self._end(down, up)
                continue
            for way in ((down, up, True), (up, down, False)):
                threading.Thread(target=self._pass, args=way,
                                 daemon=True).start()

    def _end(self, *sockets):
        for s in sockets:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            s.close()
        with self.lock:
            self.open -= set(sockets)

    def _break(self):
        self.left, self.dead = None, True
        with self.lock:
            all_of = list(self.open)
        self._end(*all_of)
        self.broke.set()

    def _pass(self, a, b, counted):
        try:
            while data := a.recv(65536):
                b.sendall(data)
                if counted and self.left is not None:
                    self.left -= len(data)
                    if self.left < 0:
                        self._break()
                        return
        except OSError:
            pass
        self._end(a, b)
