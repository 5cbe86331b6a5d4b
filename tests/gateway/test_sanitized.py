# SPDX-License-Identifier: MIT
"""The hostile calls again, with module and plugin built under AddressSanitizer
and UBSan and loaded into the plain nginx: not one report, not one dead worker."""
import pathlib

import test_form
from harness import Bench, CHURN, SIMPLE, sanitizers, train


def run(t, build):
    build = pathlib.Path(build).resolve()
    if not sanitizers(build / "portero.so"):
        build = build / "san"
        if not (build / "nginx" / "ngx_http_portero_module.so").exists():
            t.skip("sanitizers", "it was not built: gcc has none")
            return
    with Bench(build) as b:
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
        t.expect("the log says of no crash", b.nginx.errors(),
                 lambda e: "exited on signal" not in e)
        with open(f"/proc/{b.nginx.workers()[0]}/maps") as f:
            maps = f.read()
        t.expect("it was under the sanitizer", "libasan" in maps, True)
