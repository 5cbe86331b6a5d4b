# SPDX-License-Identifier: MIT
"""A scene whose steps keep a ledger, and what can be read there and in the two
decision logs."""
import json
import shutil

import cluster as c
import hook
import scene


class Ledger(scene.Scene):
    def __init__(self, cl, name, **more):
        step = cl.dir / "lib/step"
        if not step.exists():
            shutil.copyfile(c.ROOT / "tests/slurm/step", step)
            step.chmod(0o755)
        super().__init__(cl, name, command=f"{step} {cl.dir}/{name}/ledger",
                         **more)
        self.ledger = self.work / "ledger"

    def noted(self, word):
        """How often each job noted that it began or ended."""
        counts = {}
        if self.ledger.exists():
            for line in self.ledger.read_text().splitlines():
                what, job = line.split(" ")
                if what == word:
                    counts[job] = counts.get(job, 0) + 1
        return counts

    def asked(self):
        """The orchestrator's own decisions, by id."""
        return by_id(self.decisions)

    def result(self, job):
        """What a job left, or was said to have left; None: nothing."""
        execution = execution_of(job)
        try:
            return (self.work / "executions" / execution / "results" /
                    job).read_text()
        except OSError:
            return None


def by_id(path):
    if not path.exists():
        return {}
    with open(path) as f:
        return {d["id"]: d for d in map(json.loads, f) if "id" in d}


def execution_of(job):
    """The 12 characters before the token, from the right; or the second word
    of a name of the default form."""
    words = job.split("-")
    if words[0] == "pipelines":
        return words[1]
    if len(words[-1]) != 10:
        words.pop()
    return words[-2]


def unrecorded(s):
    """Jobs that began although one of the two gates has no ALLOW for them."""
    submitted = {h["job"]: h for h in hook.hooks(s.cl)
                 if h["what"] == "submit" and h["verdict"] == "ALLOW"}
    gate, own = by_id(s.cl.decisions), s.asked()

    def good(job):
        h = submitted.get(job)
        return h and all(
            d and d["verdict"] == "ALLOW" and
            execution_of(job) in d["request"]["subject"]["id"]
            for d in (gate.get(h["decision"]), own.get(h["asked"])))
    return [job for job in s.noted("begin") if not good(job)]


def refused(s):
    """Jobs that began although a gate said no to that very name."""
    no = {d["request"]["resource"]["id"].rpartition("/")[2]
          for d in [*by_id(s.cl.decisions).values(), *s.asked().values()]
          if d["verdict"] == "DENY" and "request" in d}
    no |= {h["job"] for h in hook.hooks(s.cl) if h["verdict"] == "DENY"}
    return [job for job in s.noted("begin") if job in no]
