"""Microseconds that a log costs its caller, by the clock: the median. Arguments: who, URL, count.

Who: `bare` posts with httpx2 what `direct` and `background` log; `steps` traces and logs in the background.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

who, url, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
PROMPT, RESPONSE = "How deep is the lake? " * 10, "About 40 m. " * 100
METADATA, USER = {"sessionId": "s-1", "recommendationId": "r-1"}, {"email": "ada@example.com", "orgName": "Lakes"}


def bare_call() -> Callable[[], object]:
    """What an application does by hand."""
    client: Any = import_module("httpx2").Client(headers={"Authorization": "Bearer k"})
    body: dict[str, object] = {
        "org_id": "o",
        "mode": "prod",
        "user_prompt": PROMPT,
        "ai_response": RESPONSE,
        "metaData": METADATA,
    }
    body["user_meta_data"] = USER
    return lambda: client.post(f"{url}/chatgpt/store_generated_response", json=body).json()


def sdk_call() -> Callable[[], object]:
    """The same by the SDK."""
    delivery = "direct" if who == "direct" else "background"
    make: Any = import_module("huggingplace").HuggingPlace
    client = make(api_key="k", org_id="o", base_url=url, delivery=delivery)

    def plain() -> None:
        client.log(PROMPT, RESPONSE, metadata=METADATA, user_metadata=USER)

    def traced() -> None:
        with client.trace(PROMPT) as trace:
            with trace.step("search", input={"q": "lake"}), trace.step("rank"):
                pass
            trace.response = RESPONSE

    return traced if who == "steps" else plain


call = bare_call() if who == "bare" else sdk_call()
for _ in range(200):
    call()
spent: list[int] = []
for _ in range(count):
    began = time.perf_counter_ns()
    call()
    spent.append(time.perf_counter_ns() - began)
spent.sort()
print(json.dumps({"cost": spent[count // 2] / 1e3, "late": spent[count * 99 // 100] / 1e3}))
