"""Import, construct a client, send a first request: CPU milliseconds of each, and modules.

Arguments: who (`openai`, or `PACKAGE:LIBRARY`), URL, and the argument that takes the key, where there is one.
"""

import json
import sys
import time

who, url = sys.argv[1:3]
before, began = len(sys.modules), time.process_time()
if who == "openai":
    openai = __import__("openai")
    imported = time.process_time()
    client = openai.OpenAI(base_url=url, api_key="k")
    made, modules = time.process_time(), len(sys.modules) - before
    client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}])
else:
    package, library = who.split(":")
    sdk = __import__(package)
    imported = time.process_time()
    options = dict.fromkeys(sys.argv[3:], "k")
    client = sdk.Client(base_url=url, http_client=library, **options)
    made, modules = time.process_time(), len(sys.modules) - before
    if package == "bench_sdk":
        client.answers.create(model="m", input="hello")
    else:
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}])
ended = time.process_time()
print(
    json.dumps(
        {
            "cost": (ended - began) * 1000,
            "import": (imported - began) * 1000,
            "construct": (made - imported) * 1000,
            "first": (ended - made) * 1000,
            "modules": modules,
        }
    )
)
