"""CPU milliseconds of a list of 200 KB, every item an object. Arguments: who, URL, count."""

import json
import sys
import time
from importlib import import_module
from typing import Any

who, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
if who == "openai":
    client: Any = import_module("openai").OpenAI(base_url=url, api_key="k")
else:
    client = import_module("bench_sdk").Client(base_url=url, http_client=who)


def once() -> Any:
    """The items of the list."""
    return client.models.list().data


for _ in range(5):
    assert once()[0].created
began = time.process_time()
for _ in range(count):
    once()
print(json.dumps({"cost": (time.process_time() - began) / count * 1000}))
