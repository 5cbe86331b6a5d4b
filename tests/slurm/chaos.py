# SPDX-License-Identifier: MIT
"""Many executions while orchestrators and slurmds are killed at random: every
step ran exactly once or is reported failed, and nothing ran without a recorded
ALLOW of both gates."""
import json
import os
import random
import re
import signal
import time

import cluster as c
import hook
import ledger
import scene

WIDTH = 12      # executions at a time
LIVES = 3       # kills of one execution's orchestrators, at most
SEED = 7421


class Run:
    """One execution, by however many orchestrators."""

    def __init__(self, s, number, path):
        self.s, self.path, self.number = s, path, number
        self.id, self.kills, self.code = None, 0, None
        self.begin()

    def begin(self):
        self.out = self.s.work / f"out-{self.number}-{self.kills}"
        command = (self.s.start_command(self.path, more=["-q"])
                   if self.id is None else
                   [self.s.program, "resume", "-q", "-c", self.s.conf,
                    self.id])
        with open(self.out, "w") as f:
            self.proc = self.s.cl.popen(command, c.ORCHESTRATOR, stdout=f,
                                        stderr=f)
        self.dies = (time.monotonic() + random.expovariate(1 / 4)
                     if self.kills < LIVES else None)

    def look(self):
        """Kills it when its time has come; whoever was killed is resumed."""
        if self.dies and time.monotonic() > self.dies and \
                self.proc.poll() is None:
            os.kill(self.proc.pid, signal.SIGKILL)
        code = self.proc.poll()
        if code is None:
            return False
        text = self.out.read_text()
        m = re.search(r":pipeline/\S+/execution/(\w{12})\n", text)
        self.id = self.id or (m and m[1])
        if code == -signal.SIGKILL:
            self.kills += 1
            self.begin()
            return False
        self.code, self.text = code, text
        return True


def step_daemons(cl, node):
    """Those of NODE: each runs one job on it."""
    jobs = cl.run(["squeue", "-h", "-w", node, "-o", "%i"]).stdout.split()
    found = []
    for pid in cl.processes():
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                m = re.match(rb"slurmstepd: \[(\d+)\.", f.read())
        except OSError:
            continue
        if m and m[1].decode() in jobs:
            found.append(pid)
    return found


class Nodes:
    """Kills a slurmd now and then, every other time with all that it runs."""

    def __init__(self, cl):
        self.cl, self.kills, self.steps, self.down = cl, 0, 0, {}
        self.next = time.monotonic() + 2

    def look(self):
        now = time.monotonic()
        for n in [n for n, up in self.down.items() if up < now]:
            self.cl.start_slurmd(n)
            del self.down[n]
        if now < self.next:
            return
        self.next = now + random.uniform(3, 6)
        n = random.choice([1, 2, 3, 4])
        pid = self.cl.pid(f"slurmd-n{n}")
        if n in self.down or not pid or not c.alive(pid):
            return
        daemons = step_daemons(self.cl, f"n{n}") if self.kills % 2 else []
        os.kill(pid, signal.SIGKILL)
        for p in daemons:
            os.kill(p, signal.SIGKILL)
        self.steps += len(daemons)
        self.kills += 1
        self.down[n] = now + random.uniform(0.5, 2)

    def end(self):
        for n in self.down:
            self.cl.start_slurmd(n)


def run_all(cl, s, astray, n):
    """One in ten lends a role that may not be passed; another is sent to a
    machine that only slurmctld knows to be forbidden."""
    good = s.write("chaos", scene.definition(pause=0.2))
    lent = s.write("lent", scene.definition(train="ChurnTraining"))
    nodes, waiting, active, done = Nodes(cl), list(range(n)), [], []
    end = time.monotonic() + 60 + n * 15
    while waiting or active:
        while waiting and len(active) < WIDTH:
            i = waiting.pop(0)
            active.append(Run(astray if i % 10 == 4 else s, i,
                              lent if i % 10 == 9 else good))
        for r in [r for r in active if r.look()]:
            active.remove(r)
            done.append(r)
        nodes.look()
        if time.monotonic() > end:
            for r in active:
                r.proc.kill()
            raise TimeoutError(f"{len(active)} executions do not end")
        time.sleep(0.05)
    nodes.end()
    return done, nodes


def attempts(s, run):
    """The jobs that each step had: NAME, NAME-1, ..."""
    found = {}
    for path in (s.work / "executions" / run / "jobs").glob("*.json"):
        step = json.loads(path.read_text())["step"]
        found.setdefault(step, []).append(path.stem)
    return found


def wrong_step(s, x, tries, began, ended):
    """Why what is reported of step X is not what happened, or None."""
    good = [t for t in tries if s.result(t) == "exit 0\n"]
    if x["status"] == "Succeeded" and x["job"] != "-" and not (
            good == [x["job"]] and
            began.get(x["job"]) == ended.get(x["job"]) == 1):
        return f"succeeded, but {good} of {tries} did"
    if x["status"] != "Succeeded" and good:
        return f"{x['status']}, but {good} succeeded"
    if x["status"] == "Failed" and x["reason"] == "-":
        return "failed for no reason"
    # an attempt that was given up is reported lost, whatever it still did
    if any(s.result(t) is None for t in tries if t in began):
        return f"began, and nothing is reported: {tries}"
    if x["status"] not in ("Succeeded", "Failed", "Waiting", "NotTaken"):
        return f"left {x['status']}"
    return None


def account(check, s, done):
    began, ended = s.noted("begin"), s.noted("end")
    check("every execution came to its end",
          all(r.code in (0, 5) and r.id for r in done),
          [(r.code, r.text[-200:]) for r in done if r.code not in (0, 5)][:3])
    twice = [j for j, n in began.items() if n != 1]
    check("no job began twice", not twice, twice[:5])
    wrong, tried, statuses = [], set(), {}
    for r in done:
        names = attempts(s, r.id)
        for x in s.steps(r.id):
            statuses[x["status"]] = statuses.get(x["status"], 0) + 1
            tries = names.get(x["name"], [])
            tried.update(tries)
            if why := wrong_step(s, x, tries, began, ended):
                wrong.append((r.id, x["name"], why))
            if r.code == 0 and x["status"] not in ("Succeeded", "NotTaken"):
                wrong.append((r.id, x["name"], "not all of it succeeded"))
    check("every step ran exactly once or is reported failed", not wrong,
          wrong[:5])
    lost = set(began) - tried
    check("every job that began belongs to a step", not lost, lost)
    return statuses


def figures(cl, done, nodes, statuses, jobs, seconds):
    kills = sum(r.kills for r in done)
    us = sorted(int(h["ns"]) / 1000 for h in hook.hooks(cl) if h["ns"])
    print(f"      {len(done)} executions of 6 steps in {seconds:.0f} s, "
          f"{len(done) * 60 / seconds:.0f} a minute, {jobs / seconds:.1f} "
          f"jobs a second")
    print(f"      killed: {kills} orchestrators, {nodes.kills} slurmds, with "
          f"them {nodes.steps} slurmstepds")
    print("      steps:", ", ".join(f"{n} {w}" for w, n in
                                    sorted(statuses.items())))
    print(f"      in the hook, of {len(us)} calls: median "
          f"{us[len(us) // 2]:.0f} us, p90 {us[len(us) * 9 // 10]:.0f} us")


def run(check, cl, n):
    random.seed(SEED)
    s = ledger.Ledger(cl, "chaos")
    astray = ledger.Ledger(cl, "lost", small="ml.p5.48xlarge")
    start = time.monotonic()
    done, nodes = run_all(cl, s, astray, n)
    seconds = time.monotonic() - start
    mine = [r for r in done if r.s is s]
    statuses = account(check, s, mine)
    check("what slurmctld alone refuses is reported failed",
          all(r.code == 5 and any("portero: SCP_EXPLICIT_DENY" in x["reason"]
                                  for x in astray.steps(r.id))
              for r in done if r.s is astray))
    check("... and nothing of it began", not astray.noted("begin"))
    for what, find in (("no job began without a record at both gates",
                        ledger.unrecorded),
                       ("no job began that a gate refused", ledger.refused)):
        check(what, not find(s), find(s)[:5])
    check("orchestrators and slurmds were killed",
          sum(r.kills for r in done) and nodes.kills)
    figures(cl, done, nodes, statuses, len(s.noted("begin")), seconds)
