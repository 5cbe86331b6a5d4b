# SPDX-License-Identifier: MIT
"""Starts and stops what the example and the tests need: a stub upstream that
takes every job it is sent, and nginx with the module, in a folder of its own."""
import http.server
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import threading
import time

NGINX = "/usr/sbin/nginx"


class Upstream(http.server.ThreadingHTTPServer):
    """Says yes to everything and remembers what it saw: it stands for AWS."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.seen = []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass  # a gateway that was killed in the middle of a call: a test's own

    def stop(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self):
        body = self.body()
        target = self.headers.get("X-Amz-Target", "")
        self.server.seen.append((target, self.headers.items(), body,
                                 self.path))
        operation = target.rpartition(".")[2]
        kind = operation.removeprefix("Create")
        text = json.dumps({kind + "Arn": "arn:aws:sagemaker:eu-west-1:"
                           "111122223333:stub/made", "Made": operation})
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_GET = do_PUT = do_HEAD = do_DELETE = answer

    def log_message(self, *_):
        pass


GIVEN = set()


def free_port():
    """One that was not given before, below those that the system gives to
    connections: nobody takes it before a server does."""
    while True:
        port = random.randint(20000, 32000)
        if port in GIVEN:
            continue
        try:
            with socket.socket() as s:
                s.bind(("127.0.0.1", port))
        except OSError:
            continue
        GIVEN.add(port)
        return port


def state(pid):
    """R, S, Z ... or None when there is no such process."""
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rpartition(")")[2].split()[0]
    except OSError:
        return None


def alive(pid):
    return state(pid) not in (None, "Z", "X")


def serves(pid):
    """nginx names a worker when it has read its policies, not before."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            return f.read().startswith(b"nginx: worker process")
    except OSError:
        return False


def wait_for(what, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := what():
            return value
        time.sleep(0.02)
    return what()


class Nginx:
    """nginx in FOLDER, which holds its configuration, the module, the plugin
    and the policies; everything in it may be changed between start and stop."""

    def __init__(self, folder, module, plugin, policies, env=None):
        self.folder = folder
        self.env = {**os.environ, **(env or {})}
        self.process = None
        os.makedirs(folder, exist_ok=True)
        os.chmod(folder, 0o755)  # the workers are another user
        shutil.copy(module, os.path.join(folder, "portero_module.so"))
        self.install(plugin)
        if not os.path.exists(self.path("policies")):
            shutil.copytree(policies, self.path("policies"))
        for root, folders, files in os.walk(self.path("policies")):
            for name in folders:
                os.chmod(os.path.join(root, name), 0o755)
            for name in files:
                os.chmod(os.path.join(root, name), 0o644)

    def path(self, name):
        return os.path.join(self.folder, name)

    def install(self, plugin, name="portero.so"):
        """As make install does: a loaded plugin is never written over."""
        shutil.copy(plugin, self.path(name + ".new"))
        os.chmod(self.path(name + ".new"), 0o755)
        os.rename(self.path(name + ".new"), self.path(name))

    def command(self, *more):
        return [NGINX, "-p", self.folder + "/", "-e", self.path("error.log"),
                "-c", self.path("nginx.conf"), *more]

    def configure(self, text):
        with open(self.path("nginx.conf"), "w") as f:
            f.write(text)

    def test(self, text=None):
        """nginx -t: its exit status and what it says."""
        if text is not None:
            self.configure(text)
        done = subprocess.run(self.command("-t"), env=self.env, text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60)
        return done.returncode, done.stdout

    def start(self, port):
        self.process = subprocess.Popen(self.command("-g", "daemon off;"),
                                        env=self.env,
                                        stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

        def listens():
            if self.process.poll() is not None:
                raise RuntimeError("nginx did not start:\n" + self.errors())
            with socket.socket() as s:
                return s.connect_ex(("127.0.0.1", port)) == 0
        if not wait_for(listens, 20) or not wait_for(self.all_serve, 20):
            raise RuntimeError("nginx does not serve:\n" + self.errors())

    def errors(self):
        try:
            with open(self.path("error.log"), errors="replace") as f:
                return f.read()
        except OSError:
            return ""

    def all_serve(self):
        with open(self.path("nginx.conf")) as f:
            wanted = re.search(r"^worker_processes (\d+);", f.read(), re.M)
        ready = [w for w in self.workers() if serves(w)]
        return len(ready) >= (int(wanted[1]) if wanted else 1)

    def workers(self):
        pid = self.process.pid
        try:
            with open(f"/proc/{pid}/task/{pid}/children") as f:
                return [int(p) for p in f.read().split() if alive(int(p))]
        except OSError:
            return []

    def reload(self, changes=True):
        """Reloads; True when other workers serve and the old ones are gone."""
        old = set(self.workers())
        size = len(self.errors())
        self.process.send_signal(signal.SIGHUP)
        if not changes:
            return bool(wait_for(lambda: "[emerg]" in self.errors()[size:]))
        return bool(wait_for(lambda: not old & set(self.workers()) and
                             self.all_serve(), 30))

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
