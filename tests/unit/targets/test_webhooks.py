"""Webhooks: what the API sends, verified and typed."""

from __future__ import annotations

import time
from typing import Any

import pytest

from burnish.settings import ClientSettings

from .conftest import Make, Sdk

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="
HOOKS = """
paths: {PATHS}
webhooks:
  pet.created:
    post:
      summary: A pet came.
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/PetCreated'}}}}
  pet.gone:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [type, id], properties: {type: {const: pet.gone}, id: {type: string}}}
components:
  schemas:
    PetCreated:
      type: object
      required: [type, pet]
      properties: {type: {const: pet.created}, pet: {type: object, properties: {name: {type: string}}}}
"""
LIST = "{/webhooks: {get: {operationId: webhooks.list, responses: {'204': {description: none}}}}}"


def delivery(sdk: Sdk, body: bytes) -> dict[str, str]:
    sign = sdk.load("testing").sign_webhook
    return sign(body, secret=SECRET, delivery_id="msg_1", timestamp=int(time.time()))


@pytest.fixture(scope="module", params=["argument", "environment"])
def given(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def client(sdk: Sdk, given: str, monkeypatch: pytest.MonkeyPatch, name: str = "Client") -> Any:
    options = {"webhook_secret": SECRET} if given == "argument" else {}
    if given == "environment":
        monkeypatch.setenv("PETS_WEBHOOK_SECRET", SECRET)
    return getattr(sdk.load(""), name)(base_url="http://127.0.0.1:9", **options)


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_deliveries_are_verified_and_read_as_their_event(
    make: Make, given: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sdk = make(HOOKS.replace("PATHS", ""), client=ClientSettings(name="Zoo", env_prefix="PETS"))
    body = b'{"type": "pet.created", "pet": {"name": "Tom"}}'
    receiver = client(sdk, given, monkeypatch, name).webhooks
    event = receiver.unwrap(body, delivery(sdk, body))
    assert (type(event).__name__, event.pet.name) == ("PetCreated", "Tom")

    error = sdk.load("").InvalidWebhookSignatureError
    with pytest.raises(error, match="no signature"):
        receiver.unwrap(body + b" ", delivery(sdk, body))


def test_an_event_that_is_not_described_is_none_of_the_others(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    sdk = make(HOOKS.replace("PATHS", ""), client=ClientSettings(name="Zoo", env_prefix="PETS"))
    receiver = client(sdk, "argument", monkeypatch).webhooks
    for body, kind in (
        (b'{"type": "pet.sold", "id": "1"}', "dict"),
        (b'{"type": "pet.gone", "id": 1}', "PetGoneEvent"),
        (b'{"type": "pet.created"}', "PetCreated"),
    ):
        assert type(receiver.unwrap(body, delivery(sdk, body))).__name__ == kind


EVENT = "{type: object, required: [%s], properties: {type: {enum: [%s]}, id: {type: string}}}"
SENT = """
paths: {}
webhooks: {%s}
components: {schemas: {A: %s, B: %s}}
"""
HOOK = "%s: {post: {requestBody: {content: {application/json: {schema: %s}}}}}"
A, B = (f"{{$ref: '#/components/schemas/{name}'}}" for name in "AB")


@pytest.mark.parametrize("required", ["type", ""])
@pytest.mark.parametrize(
    "hooks",
    [
        f"{HOOK % ('a', A)}, {HOOK % ('b', B)}",
        HOOK % ("any", f"{{oneOf: [{A}, {B}]}}"),
        f"{HOOK % ('any', f'{{oneOf: [{A}, {B}]}}')}, {HOOK % ('b', B)}",
    ],
    ids=["one each", "one for both", "both ways"],
)
def test_events_are_told_apart_however_they_are_described(
    make: Make, monkeypatch: pytest.MonkeyPatch, hooks: str, required: str
) -> None:
    events = EVENT % (required, "a.made, a.gone"), EVENT % (required, "b.made")
    sdk = make(SENT % (hooks, *events), client=ClientSettings(name="Zoo", env_prefix="PETS"))
    receiver = client(sdk, "argument", monkeypatch).webhooks
    for kind, name in {"a.made": "A", "a.gone": "A", "b.made": "B", "c.made": "dict"}.items():
        body = f'{{"type": "{kind}", "id": "1"}}'.encode()
        assert type(receiver.unwrap(body, delivery(sdk, body))).__name__ == name


def test_a_copy_may_have_another_secret(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    sdk = make(HOOKS.replace("PATHS", ""), client=ClientSettings(name="Zoo", env_prefix="PETS"))
    body = b'{"type": "pet.gone", "id": "1"}'
    made = client(sdk, "argument", monkeypatch)
    with pytest.raises(sdk.load("").InvalidWebhookSignatureError):
        made.with_options(webhook_secret="whsec_" + "QUJD" * 8).webhooks.unwrap(body, delivery(sdk, body))


def test_a_resource_of_that_name_keeps_it(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    sdk = make(HOOKS.replace("{PATHS}", LIST))
    made = client(sdk, "argument", monkeypatch)
    assert hasattr(made.webhooks, "list")
    body = b'{"type": "pet.gone", "id": "1"}'
    assert made.webhook_events.unwrap(body, delivery(sdk, body)).id == "1"


def test_an_api_that_sends_nothing_has_no_receiver(make: Make) -> None:
    sdk = make("paths: {}")
    with pytest.raises(TypeError, match="webhook_secret"):
        sdk.load("").Client(base_url="http://127.0.0.1:9", webhook_secret=SECRET)
