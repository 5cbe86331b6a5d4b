# SPDX-License-Identifier: MIT
"""What a call of the hook costs: at most 50 us, without slurmctld around it."""
import pwd

import cluster as c
import hook

MOST = 50  # us


def run(check, cl, _n):
    uid = pwd.getpwnam(c.FRAUD).pw_uid
    for what, calls, pause in (("one after the other", 20000, 0),
                               ("one in 10 ms, out of cold caches", 500, 10)):
        r = cl.run([cl.build / "slurm/hookcost",
                    cl.dir / "lib/job_submit_portero.so", cl.conf, uid,
                    hook.NAME, hook.comment(hook.SAID), "ml.m5.large", calls,
                    pause])
        print(f"      {what}: {r.stdout.strip()}")
        if pause == 0:
            check(f"a call of the hook takes at most {MOST} us (median)",
                  r.returncode == 0 and
                  float(r.stdout.split()[3]) <= MOST, r.stdout + r.stderr)
