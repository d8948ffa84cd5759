"""Writes packages with the example client. An argument is a folder with key.pem, chain.pem, time and job.json."""

import base64
import json
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "examples/python"))

from portal.certificate import Identity  # noqa: E402
from portal.document_package import File, write_document_package  # noqa: E402
from portal.messages import write_manifest  # noqa: E402

for folder in map(Path, sys.argv[1:]):
    job = json.loads((folder / "job.json").read_text("utf-8"))
    documents = [File(one["href"], one["mime"], base64.b64decode(one["bytes"])) for one in job["documents"]]
    identity = Identity(folder / "key.pem", folder / "chain.pem")
    time = datetime.fromisoformat((folder / "time").read_text("ascii").replace("Z", "+00:00"))
    package = write_document_package(documents, write_manifest(job["manifest"]), identity, time)
    (folder / "package.asice").write_bytes(package)
