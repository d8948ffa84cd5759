"""Has the example client read certificates. An argument is a file in DER; for each, a line of JSON."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "examples/python"))

from portal.certificate import issuer_and_serial_number, organization_number  # noqa: E402

for file in map(Path, sys.argv[1:]):
    certificate = file.read_bytes()
    issuer, serial_number = issuer_and_serial_number(certificate)
    told = {
        "organizationNumber": organization_number(certificate),
        "issuer": issuer,
        "serialNumber": serial_number,
    }
    print(json.dumps(told))
