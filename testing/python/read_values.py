"""Reads values with types that were made for them, and writes them again.

Standard input has a value a line: {"id": ..., "element": ..., "value": ...}. The types of an element are in the module of its
name in the folder that is given. Standard output has the ids of those that are not read, or are not the same again.
"""

import importlib
import json
import sys


def is_read(element, value):
    name = element.replace("-", "_")
    module = importlib.import_module(name)
    try:
        read = getattr(module, name + "_from_dict")(value)
        return getattr(module, name + "_to_dict")(read) == value
    except Exception:
        return False


sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
for line in sys.stdin:
    one = json.loads(line)
    if not is_read(one["element"], one["value"]):
        print(json.dumps(one["id"]))
