# SPDX-License-Identifier: MIT
"""The hostile calls again, with module and plugin built under AddressSanitizer
and UBSan and loaded into the plain nginx: not one report, not one dead worker."""
import glob
import os
import pathlib
import subprocess

import test_form
from harness import Bench, CHURN, SIMPLE, train


def library(name):
    path = subprocess.run(["gcc", "-print-file-name=" + name],
                          capture_output=True, text=True).stdout.strip()
    return path if os.path.isabs(path) else None


def reports(b):
    return [pathlib.Path(x).read_text()[:3000]
            for x in glob.glob(b.nginx.path("san/report*"))]


def run(t, build):
    build = pathlib.Path(build).resolve() / "gateway-san"
    asan, ubsan = library("libasan.so"), library("libubsan.so")
    if not (build / "nginx" / "ngx_http_portero_module.so").exists() or \
            not asan or not ubsan:
        t.skip("AddressSanitizer", "it was not built, or gcc has none")
        return
    env = {"LD_PRELOAD": f"{asan}:{ubsan}"}
    with Bench(build, env) as b:
        os.mkdir(b.nginx.path("san"))
        os.chmod(b.nginx.path("san"), 0o777)
        # nginx frees its pools itself: leaks are looked for elsewhere
        options = ("detect_leaks=0:abort_on_error=1:log_path=" +
                   b.nginx.path("san/report"))
        b.nginx.env.update(ASAN_OPTIONS=options,
                           UBSAN_OPTIONS="halt_on_error=1:" + options)
        b.start(SIMPLE, "portero_log decisions.log;")
        workers = test_form.hostile(b, t)
        test_form.passing(b, t)
        test_form.smuggling(b, t)
        for body in (train(tags=False), train("x" * 300), train(role="y"),
                     train(Tags=[{"Key": f"k{i}", "Value": "v"}
                                 for i in range(50)])):
            for caller in (CHURN, "x", "arn:aws:iam::111122223333:root"):
                b.call(body, caller=caller)
        t.expect("no worker died", b.nginx.workers(), workers)
        t.expect("metrics", b.call("", method="GET", path="/metrics").status,
                 200)
        t.expect("a reload", b.nginx.reload(), True)
        t.expect("it serves", b.call(train()).status, 200)
        t.expect("no report", reports(b), [])
        t.expect("the log says of no crash", b.nginx.errors(),
                 lambda e: "exited on signal" not in e)
        with open(f"/proc/{b.nginx.workers()[0]}/maps") as f:
            maps = f.read()
        t.expect("it was under the sanitizer", "libasan" in maps, True)
