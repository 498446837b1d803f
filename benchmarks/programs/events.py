"""Typed events of a stream per CPU second, and the growth of memory. Arguments: who, URL, events."""

import json
import resource
import sys
import time

who, url, events = sys.argv[1], sys.argv[2], int(sys.argv[3])


def memory():
    """Peak of resident memory in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if who == "openai":
    import openai

    client = openai.OpenAI(base_url=url, api_key="k")

    def stream(number):
        options = {"extra_headers": {"X-Events": str(number)}, "stream": True}
        return client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}], **options)
else:
    import bench_sdk

    client = bench_sdk.Client(base_url=url, http_client=who)

    def stream(number):
        return client.chat.stream(model="m", extra_headers={"X-Events": str(number)})


def read(number):
    """Read a stream to its end."""
    seen = 0
    for event in stream(number):
        seen += len(event.choices)
    assert seen == number, seen


read(1000)
before, began = memory(), time.process_time()
read(events)
spent = time.process_time() - began
print(json.dumps({"cost": spent / events * 1e6, "growth": memory() - before}))
