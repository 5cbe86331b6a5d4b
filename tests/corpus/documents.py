# SPDX-License-Identifier: MIT
"""Where the policies of the corpus are, and of what type each is."""

import csv
import json
import pathlib

# how the corpus calls types -> how portero lint does
TYPES = {
    "identity": "identity", "identity_policy": "identity",
    "identityPolicy": "identity", "boundary": "boundary",
    "session": "session", "sessionPolicy": "session", "scp": "scp",
    "rcp": "rcp", "resource": "resource", "resource_policy": "resource",
    "resourcePolicy": "resource", "vpc-endpoint": "resource",
    "endpointPolicy": "resource", "trust": "trust", "trustPolicy": "trust",
}


class Document:
    """One policy: its text as others wrote it."""

    def __init__(self, folder, name, kind, how, text, expected=None):
        self.folder, self.name, self.how = folder, name, how
        self.type = TYPES.get(kind)
        self.text, self.expected = text, expected
        self.findings = []

    @property
    def errors(self):
        return [f for f in self.findings if f.get("refused")]

    def line(self, number):
        """A line for portero lint; the name is the document's number."""
        line = {"id": str(number), "document": self.text}
        if self.type:
            line["type"] = self.type
        return json.dumps(line)


def sources(folder):
    """The rows of SOURCES.tsv by id."""
    with open(folder / "SOURCES.tsv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(
            file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def text_of(item):
    if "text" in item:
        return item["text"]
    return json.dumps(item["document"], ensure_ascii=False)


def from_lines(path, kind=None):
    rows = sources(path.parent)
    for item in lines_of(path):
        row = rows.get(item["id"], {})
        yield Document(path.parent.name, item["id"],
                       kind or item.get("type") or item.get("policyType"),
                       item.get("how") or row.get("how", ""), text_of(item),
                       item.get("expected") or item.get("findings"))


def from_files(folder):
    rows = sources(folder)
    for row in sorted(rows.values(), key=lambda row: row["file"]):
        path = folder / row["file"]
        if row["file"].startswith("files/") and path.is_file():
            yield Document(folder.name, row["id"],
                           row.get("notes", "").split(" ")[0],
                           row.get("how", ""),
                           path.read_text(encoding="utf-8"))


def accepted(corpus):
    """What AWS would take, if it is no template."""
    corpus = pathlib.Path(corpus)
    managed = corpus / "managed-policies"
    yield from from_lines(managed / "managed-policies.ndjson", "identity")
    for document in from_lines(managed / "sagemaker-older-versions.ndjson",
                               "identity"):
        document.folder = "older versions"
        yield document
    for name in ("scp", "identity-policies", "other-policies"):
        for path in sorted((corpus / name).glob("*.ndjson")):
            # fixtures of validators are there to be refused, too
            if "validator" not in path.name:
                yield from from_lines(path)
        yield from from_files(corpus / name)


def rejected(corpus):
    """What some validator objects to, and the controls."""
    folder = pathlib.Path(corpus) / "invalid"
    for path in sorted(folder.glob("*.ndjson")):
        if path.name == "access-analyzer-checks.ndjson":
            continue        # a list of checks, not of documents
        for document in from_lines(path):
            document.folder = path.stem
            yield document
