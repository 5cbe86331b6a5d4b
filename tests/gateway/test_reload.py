# SPDX-License-Identifier: MIT
"""Reload: new policies and new code, all or nothing; a worker that dies."""
import json
import os
import shutil
import signal
import socket
import threading
import time

from harness import Bench, PLUGIN, SIMPLE, servers, train
from test_form import head

PIPELINE = {"PipelineName": "fraud-weekly", "RoleArn":
            "arn:aws:iam::111122223333:role/ml/FraudPipeline",
            "PipelineDefinition": "{}", "ClientRequestToken": "x" * 32}


def edit(b, name, old, new):
    path = b.nginx.path(name)
    with open(path) as f:
        text = f.read()
    assert old in text
    with open(path + ".new", "w") as f:
        f.write(text.replace(old, new))
    os.rename(path + ".new", path)


def policies(t, b):
    large = train(ResourceConfig={"InstanceType": "ml.p5.48xlarge",
                                  "InstanceCount": 1, "VolumeSizeInGB": 1})
    rails = "policies/scp/guardrails.json"
    t.expect("before", b.call(large).status, 400)
    edit(b, rails, '"ml.p5*", ', "")
    t.expect("a changed file alone changes nothing", b.call(large).status, 400)
    t.expect("reload", b.nginx.reload(), True)
    t.expect("after", b.call(large).status, 200)
    workers = b.nginx.workers()
    edit(b, rails, "StringNotEquals", "StringNotEqual")
    t.expect("a broken set says so", b.nginx.reload(False), True)
    t.expect("with its place", b.nginx.errors(),
             lambda e: "guardrails.json:19:9" in e)
    time.sleep(0.3)
    t.expect("the old workers stay", b.nginx.workers(), workers)
    t.expect("and serve the old set",
             (b.call(large).status, b.call(train()).status), (200, 200))
    edit(b, rails, "StringNotEqual", "StringNotEquals")
    return rails


def killed(t, b, rails):
    def kill():
        old = b.nginx.workers()
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        servers.wait_for(lambda: b.nginx.workers() and
                         not set(old) & set(b.nginx.workers()))
        return b.nginx.workers()
    kill()
    t.expect("killed workers come back", b.call(train()).status, 200)
    # files that are broken by now: the new worker has nothing, and refuses
    edit(b, rails, "StringNotEquals", "StringNotEqual")
    kill()
    a = servers.wait_for(lambda: b.call(train()))
    t.expect("without a set all is refused", (a.status, a.type),
             (503, "InternalFailure"))
    t.expect("and it is said", b.nginx.errors(),
             lambda e: "refuses every call until" in e)
    edit(b, rails, "StringNotEqual", "StringNotEquals")
    t.expect("when the files are good again it serves, without a reload",
             servers.wait_for(lambda: b.call(train()).status == 200), True)
    # another set than the others have: it is said
    edit(b, rails, "NobodyLendsAdminRoles", "NobodyLendsThem")
    kill()
    t.expect("another set on disk is told", servers.wait_for(
        lambda: "the files were changed" in b.nginx.errors()), True)


def plugins(t, b, build):
    freeze = b.build / "examples" / "plugin" / "freeze.so"
    if not freeze.exists():
        t.skip("a plugin that is replaced", "no examples/plugin/freeze.so")
        return
    with open(b.nginx.path("freeze.conf"), "w") as f:
        f.write("1999-01-01 1999-01-02 long ago\n")
    b.nginx.install(freeze, "freeze.so")
    b.nginx.configure(b.conf(SIMPLE, "", PLUGIN + "portero_plugin freeze.so "
                             "freeze.conf;"))
    t.expect("two plugins", b.nginx.reload(), True)
    t.expect("both allow", b.call(train()).status, 200)
    t.expect("one refuses", b.call(train(tags=False)).status, 400)
    with open(b.nginx.path("freeze.conf"), "w") as f:
        f.write("1999-01-01 2999-01-02 the end of time\n")
    t.expect("reload", b.nginx.reload(), True)
    a = b.call(train())
    t.expect("the other refuses", (a.status, a.type),
             (400, "AccessDeniedException"))
    t.expect("in its own words", a.message, lambda m: m.endswith(
        "because a rule of this site does not allow it: plugin freeze: "
        "the end of time"))
    # new code under the same name: the freeze plugin in portero's place
    shutil.copy(b.nginx.path("freeze.conf"), b.nginx.path("other.conf"))
    b.nginx.configure(b.conf(SIMPLE, "", "portero_plugin portero.so; "
                             "portero_config policies/portero.conf;"))
    b.nginx.reload()
    t.expect("portero again", b.call(train()).status, 200)
    b.nginx.configure(b.conf(SIMPLE, "", "portero_plugin portero.so; "
                             "portero_config other.conf;"))
    b.nginx.install(freeze)
    t.expect("new code is renamed into place", b.nginx.reload(), True)
    t.expect("and it is what answers", b.call(train()).message,
             lambda m: "the end of time" in m)
    b.nginx.install(build / "portero.so")
    b.nginx.configure(b.conf(SIMPLE))
    t.expect("and back", b.nginx.reload(), True)
    t.expect("portero answers", b.call(train()).status, 200)
    with open(b.nginx.path("portero.so.new"), "w") as f:
        f.write("not a library")
    os.rename(b.nginx.path("portero.so.new"), b.nginx.path("portero.so"))
    t.expect("a broken library is refused", b.nginx.reload(False), True)
    t.expect("and the old code serves on", b.call(train()).status, 200)
    b.nginx.install(build / "portero.so")


def held(t, b):
    """A call that began before a reload belongs to an old worker and its set:
    so it ends with worker_shutdown_timeout."""
    text = json.dumps(train()).encode()
    b.nginx.configure("worker_shutdown_timeout 1s;\n" + b.conf(SIMPLE))
    b.nginx.start(b.port)
    with socket.create_connection(("127.0.0.1", b.port), timeout=20) as s:
        s.sendall(head(f"Content-Length: {len(text)}") + text[:50])
        time.sleep(0.2)  # a worker has it
        edit(b, "policies/scp/guardrails.json", "iam:PassRole",
             "sagemaker:Create*")
        edit(b, "policies/scp/guardrails.json", "arn:aws:iam::*:role/admin/*",
             "*")
        t.expect("a call is held: reload", b.nginx.reload(), True)
        t.expect("a call is held: another is refused", b.call(train()).status,
                 400)
        try:
            s.sendall(text[50:])
            answer = s.recv(100)
        except ConnectionError:
            answer = b""
    t.expect("a call is held: it ends", answer, b"")
    t.expect("a call is held: nothing passes", len(b.upstream.seen), 0)


def under_load(t, b):
    """Callers that repeat once on a new connection see no wrong verdict."""
    wrong, counts, stop = [], [0, 0], threading.Event()

    def caller(tags, want):
        while not stop.is_set():
            for attempt in (1, 2):
                try:
                    a = b.call(train(tags=tags))
                    counts[want != 200] += 1
                    if a.status != want:
                        wrong.append(repr(a))
                    break
                except OSError as e:
                    if attempt == 2:
                        wrong.append(repr(e))
    threads = [threading.Thread(target=caller, args=(tags, want))
               for tags, want in ((True, 200), (False, 400)) for _ in (1, 2)]
    for x in threads:
        x.start()
    for _ in range(5):
        b.nginx.reload()
    for pid in b.nginx.workers():
        os.kill(pid, signal.SIGTERM)
    time.sleep(0.3)
    stop.set()
    for x in threads:
        x.join()
    t.expect("no wrong verdict under reloads", wrong, [])
    t.expect("and there were some", min(counts), lambda n: n > 20)


def run(t, build):
    with Bench(build) as b:
        held(t, b)
    with Bench(build) as b:
        b.start(SIMPLE, "portero_log decisions.log;")
        killed(t, b, policies(t, b))
        plugins(t, b, b.build)
        under_load(t, b)
        text = b.nginx.errors()
        t.expect("no worker crashed", text,
                 lambda e: "exited on signal 11" not in e and
                 "exited on signal 6" not in e)
        metrics = b.call("", method="GET", path="/metrics").text
        t.expect("counters outlive reloads", metrics,
                 lambda m: 'reason="NO_PLUGIN"' in m)
