# SPDX-License-Identifier: MIT
"""What breaks while it serves: workers that are killed in the middle of a call,
an upstream that is gone, callers that leave."""
import os
import signal
import socket
import threading
import time

from harness import Bench, CREATE, FRAUD, JSON, SIMPLE, train


def run(t, build):
    with Bench(build) as b:
        b.start(SIMPLE, "portero_log decisions.log;")
        wrong, stop = [], threading.Event()

        def caller():
            while not stop.is_set():
                try:
                    a = b.call(train(tags=False))
                    if a.status != 400:
                        wrong.append(repr(a))
                except OSError:
                    pass  # the worker died under us: no answer is no pass
        threads = [threading.Thread(target=caller) for _ in range(4)]
        for x in threads:
            x.start()
        for _ in range(10):
            for pid in b.nginx.workers():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.1)
        stop.set()
        for x in threads:
            x.join()
        t.expect("killed workers never let a refusal pass", wrong, [])
        t.expect("and nothing went upstream", len(b.upstream.seen), 0)
        t.expect("it serves", b.call(train()).status, 200)
        # callers that leave in the middle of their body
        head = ("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n"
                "X-Amz-Target: %s\r\nX-Caller-Arn: %s\r\n"
                "Content-Length: 5000\r\n\r\n{" % (JSON, CREATE, FRAUD))
        b.upstream.seen.clear()
        for n in range(100):
            with socket.create_connection(("127.0.0.1", b.port)) as s:
                s.sendall(head.encode()[:len(head) - n])
        workers = b.nginx.workers()
        t.expect("callers that leave", b.call(train()).status, 200)
        t.expect("only that one passed", len(b.upstream.seen), 1)
        t.expect("the same workers", b.nginx.workers(), workers)
        b.upstream.stop()
        t.expect("no upstream", b.call(train()).status, 502)
        t.expect("a refusal needs none", b.call(train(tags=False)).status, 400)
