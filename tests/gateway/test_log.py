# SPDX-License-Identifier: MIT
"""The decision log: every line is what docs/decision-log.schema.json says, no
text of a caller can forge one, and what is lost is counted and announced."""
import json
import os
import signal
import subprocess
import time

from harness import Bench, FRAUD, ROOT, SIMPLE, servers, train

EVIL = ["a\nb", '"}\n{"verdict":"ALLOW"}', "\u2028\u2029", "\u202e",
        "\x1b[2J", "\r\n\r\n", "\ud7ff\ufffd", "\\u000a", "'\"\\", "\U0001f600"]
FILL = 200_000


def schema_errors(lines):
    try:
        import jsonschema
    except ImportError:
        return None
    with open(ROOT / "docs" / "decision-log.schema.json") as f:
        check = jsonschema.Draft7Validator(json.load(f))
    return [e.message for line in lines for e in check.iter_errors(line)]


def lost(b):
    for line in b.call("", method="GET", path="/metrics").text.split("\n"):
        if line.startswith("portero_log_lost_total"):
            return int(line.split()[1])
    return None


def forging(t, b):
    bodies = [train()]
    for text in EVIL:
        bodies += [train(name=text), train(role=text),
                   train(Tags=[{"Key": text, "Value": "x"}]),
                   train(Tags=[{"Key": "k", "Value": text}]),
                   train(**{text: text}), {text: text}, [text],
                   train(ResourceConfig={"InstanceType": text}),
                   train(ModelName=text)]
    for body in bodies:
        b.call(json.dumps(body))
        b.call(json.dumps(body, ensure_ascii=False)
               .encode("utf-8", "surrogatepass"))
    for target in ("SageMaker.x\x01y", 'SageMaker."}', "\x7f"):
        b.call("{}", target)
    for caller in (FRAUD + '"}', FRAUD + "\x02", FRAUD + "\u00ff"):
        b.call(train(), caller=caller)
    with open(b.nginx.path("decisions.log"), "rb") as f:
        raw = f.read()
    t.expect("a line for every call", raw.count(b"\n"), 2 * len(bodies) + 6)
    t.expect("nothing hidden", [c for c in raw if c < 32 and c != 10], [])
    t.expect("no separators", any(x in raw.decode() for x in
                                  "\u2028\u2029\u202e"), False)
    lines = b.lines()
    t.expect("verdict first", all(x.startswith(b'{"verdict":"')
                                  for x in raw.splitlines()), True)
    t.expect("forged lines", [x for x in lines if x["verdict"] == "ALLOW" and
                              "request" not in x], [])
    errors = schema_errors(lines)
    if errors is None:
        t.skip("the schema", "no python3-jsonschema")
    else:
        t.expect("the schema", errors[:3], [])
        broken = dict(lines[0], verdict="PERHAPS")
        t.expect("and it can fail", schema_errors([broken]), lambda e: e)
        broken = {k: v for k, v in lines[0].items() if k != "request"}
        t.expect("an allow without its request", schema_errors([broken]),
                 lambda e: e)
    t.expect("ids differ", len({x["id"] for x in lines}), len(lines))
    t.expect("a tag comes back as it was sent", [
        x["request"]["context"].get("aws:RequestTag/k") for x in lines
        if "aws:RequestTag/k" in x.get("request", {}).get("context", {})],
        lambda v: {"\u2028\u2029", "'\"\\"} <= set(v))


def reopening(t, b):
    os.rename(b.nginx.path("decisions.log"), b.nginx.path("old.log"))
    before = os.path.getsize(b.nginx.path("old.log"))
    b.nginx.process.send_signal(signal.SIGUSR1)
    servers.wait_for(lambda: os.path.exists(b.nginx.path("decisions.log")))
    time.sleep(0.2)
    b.call(train())
    t.expect("after reopening, the new file", len(b.lines()), 1)
    t.expect("and the old one is as it was",
             os.path.getsize(b.nginx.path("old.log")), before)


def full(t, build):
    for more, status in (("", 200), (" required", 501)):
        with Bench(build) as b:
            b.start(SIMPLE, f"portero_log /dev/full{more};")
            a = b.call(train())
            t.expect(f"/dev/full{more}: an allow", a.status, status)
            t.expect(f"/dev/full{more}: upstream", len(b.upstream.seen),
                     1 if status == 200 else 0)
            t.expect(f"/dev/full{more}: a refusal",
                     b.call(train(tags=False)).status,
                     lambda s: s == (400 if status == 200 else 501))
            t.expect(f"/dev/full{more}: counted", lost(b), 2)
            t.expect(f"/dev/full{more}: announced", b.nginx.errors(),
                     lambda e: "a line could not be written" in e and
                     "No space left" in e)


def small_disk(t, build):
    with Bench(build) as b:
        disk = b.nginx.path("disk")
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=777",
                           "none", disk], capture_output=True).returncode:
            t.skip("a disk that fills up", "no right to mount")
            return
        try:
            b.start(SIMPLE, "portero_log disk/decisions.log;")
            for _ in range(200):
                if lost(b) > 3:
                    break
                b.call(train(tags=False))
            gone = lost(b)
            t.expect("it fills up", gone, lambda n: n > 3)
            path = b.nginx.path("disk/decisions.log")
            with open(path, "r+") as f:
                f.truncate(0)
            for _ in range(20):
                b.call(train(tags=False))
            with open(path) as f:
                text = f.read()
            lines = [json.loads(x) for x in text.splitlines() if x]
            t.expect("room again: whole lines", len(lines), lambda n: n >= 20)
            t.expect("and how many are missing", sum(
                x["lines"] for x in lines if x["verdict"] == "LOST"), gone)
            t.expect("in the words of the schema", schema_errors(lines),
                     lambda e: not e)
            t.expect("it is said that it is over", b.nginx.errors(),
                     lambda e: "lines are written again" in e)
        finally:
            b.nginx.stop()
            subprocess.run(["umount", disk], check=False)


def run(t, build):
    with Bench(build) as b:
        b.start(SIMPLE, "portero_log decisions.log;")
        forging(t, b)
        reopening(t, b)
    full(t, build)
    small_disk(t, build)
