# Copied from overlays/python/runtime/testing/__init__.py; edit it there.
"""For those who test code that uses this SDK: a fake API, faults on demand, valid values, recorded cassettes.

    from acme import Acme
    from acme.testing import FakeAPI, RateLimited

    api = FakeAPI()
    api.on("GET", "/v1/jobs/{id}").reply(Job, id="job_1")          # a valid Job, with this id
    api.on("POST", "/v1/jobs").fault(RateLimited(times=2)).reply(Job)
    client = Acme(api_key="test", http_client=api.http_client())

Nothing here touches the network, except a cassette while it records.
"""

from .cassette import Cassette, CassetteError
from .factory import build, example
from .fake import Call, FakeAPI, Route, UnexpectedCallError
from .faults import ConnectionRefused, CutStream, Fault, RateLimited, ServerError, SilentServer, SlowBody

__all__ = [
    "Call",
    "Cassette",
    "CassetteError",
    "ConnectionRefused",
    "CutStream",
    "FakeAPI",
    "Fault",
    "RateLimited",
    "Route",
    "ServerError",
    "SilentServer",
    "SlowBody",
    "UnexpectedCallError",
    "build",
    "example",
]
