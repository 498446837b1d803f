"""Parameters, bodies, responses, streams, auth, servers, webhooks and settings of operations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from burnish.ir import (
    Anything,
    Api,
    ApiKey,
    Basic,
    Bearer,
    Binary,
    BinaryAnswer,
    ClientCredentials,
    DeclarationId,
    EmptyAnswer,
    EventStream,
    Form,
    JsonAnswer,
    JsonBody,
    JsonLines,
    Location,
    Multipart,
    Operation,
    Optional,
    Record,
    Ref,
    Required,
    Scalar,
    ScalarKind,
    StatusRange,
    Style,
    Text,
    TextAnswer,
    walk_operations,
)
from burnish.settings import MethodSettings, ResourceSettings, Settings

Lowering = Callable[..., tuple[Api, list[str]]]
TEXT = Scalar(ScalarKind.STRING)


def one(lowering: Lowering, text: str, settings: Settings | None = None) -> Operation:
    (operation,) = walk_operations(lowering(text, settings)[0].root)
    return operation


@pytest.mark.parametrize(
    ("parameter", "style", "explode"),
    [
        ("in: query, schema: {type: string}", Style.FORM, True),
        ("in: path, schema: {type: string}", Style.SIMPLE, False),
        ("in: header, schema: {type: string}", Style.SIMPLE, False),
        ("in: cookie, schema: {type: string}", Style.FORM, True),
        ("in: query, style: pipeDelimited, schema: {type: array}", Style.PIPE_DELIMITED, False),
        ("in: query, style: spaceDelimited, explode: true, schema: {type: array}", Style.SPACE_DELIMITED, True),
        ("in: query, style: deepObject, schema: {type: object}", Style.DEEP_OBJECT, True),
        ("in: path, style: matrix, explode: true, schema: {type: array}", Style.MATRIX, True),
        ("in: path, style: label, schema: {type: array}", Style.LABEL, False),
        ("in: path, style: form, schema: {type: array}", Style.SIMPLE, False),
        ("in: query, content: {application/json: {schema: {type: object}}}", Style.JSON, False),
        ("in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}", Style.FORM, True),
    ],
)
def test_styles_and_their_defaults(lowering: Lowering, parameter: str, style: Style, explode: bool) -> None:
    (found,) = one(lowering, f"paths: {{/a: {{get: {{parameters: [{{name: x, {parameter}}}]}}}}}}").parameters
    assert (found.style, found.explode) == (style, explode)


def test_reserved_headers_are_ignored_and_names_are_unique(lowering: Lowering) -> None:
    names = [("Accept", "header"), ("content-type", "header"), ("Authorization", "header"), ("X-A", "header")]
    names += [("x-a", "header"), ("x-a", "query"), ("Accept", "query")]
    listed = ", ".join(f"{{name: {name}, in: {where}, schema: {{type: string}}}}" for name, where in names)
    found = one(lowering, f"paths: {{/a: {{get: {{parameters: [{listed}]}}}}}}").parameters
    assert [(item.name.wire, item.location) for item in found] == [
        ("x-a", Location.HEADER),
        ("x-a", Location.QUERY),
        ("Accept", Location.QUERY),
    ]


def test_path_parameters_are_required_and_others_may_have_defaults(lowering: Lowering) -> None:
    text = (
        "paths: {'/a/{id}': {get: {parameters: [{name: id, in: path, schema: {type: string}},"
        " {name: n, in: query, schema: {type: integer, default: 20}}]}}}"
    )
    found = one(lowering, text).parameters
    assert found[0].presence == Required()
    assert repr(found[1].presence) == "Defaulted(json='20')"


def body(content: str) -> str:
    return (
        f"paths: {{/a: {{post: {{requestBody: {{content: {{{content}}}}}}}}}}}\n"
        "components: {schemas: {Pet: {type: object, required: [photo], properties: {name: {type: string},"
        " photo: {type: string, format: binary}, more: {type: array, items: {type: string, format: binary}},"
        " home: {type: object}}}}}\n"
    )


PET = "schema: {$ref: '#/components/schemas/Pet'}"


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (
            f"text/csv: {{}}, application/x-www-form-urlencoded: {{{PET}}}, application/vnd.x+json: {{{PET}}}",
            [JsonBody, Form, Text],
        ),
        (f"application/json: {{{PET}}}, text/json: {{{PET}}}, '*/*': {{{PET}}}", [JsonBody]),
        ("application/octet-stream: {}, image/png: {}", [Binary, Binary]),
        ("application/json: {schema: {type: string, format: binary}}", [Binary]),
        ("application/xml: {schema: {type: string}}", [Text]),
        (f"multipart/form-data: {{{PET}}}", [Multipart]),
    ],
)
def test_payloads_best_first(lowering: Lowering, content: str, kinds: list[type]) -> None:
    found = one(lowering, body(content)).body
    assert found is not None
    assert [type(payload) for payload in found.payloads] == kinds


def test_a_range_of_everything_is_sent_as_json(lowering: Lowering) -> None:
    found = one(lowering, body(f"'*/*': {{{PET}}}")).body
    assert found is not None
    assert found.payloads[0].media == "application/json"


SEVERAL = """
paths:
  /a:
    post:
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {a: {type: string}}}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}
          text/csv: {schema: {type: string}}
      responses: {'204': {description: ok}}
"""


def stating(body: str) -> Settings:
    method = MethodSettings(name="create", operation="post /a", body=body)
    return Settings(resources=(ResourceSettings("pets", (method,)),))


def test_other_contents_are_noted_unless_they_say_the_same(lowering: Lowering) -> None:
    api, told = lowering(SEVERAL)
    assert told == ["other-bodies"]
    (operation,) = walk_operations(api.root)
    assert operation.body is not None
    assert isinstance(operation.body.payloads[0], JsonBody)


@pytest.mark.parametrize(("wanted", "kind"), [("text/csv", Text), ("application/json", JsonBody)])
def test_settings_choose_the_content_of_a_body(lowering: Lowering, wanted: str, kind: type) -> None:
    api, told = lowering(SEVERAL, stating(wanted))
    (operation,) = walk_operations(api.root)
    assert operation.body is not None
    assert [type(payload) for payload in operation.body.payloads] == [kind]
    assert told == []


def test_a_content_that_is_not_offered_is_an_error(lowering: Lowering) -> None:
    assert "body-not-offered" in lowering(SEVERAL, stating("text/plain"))[1]


def test_parts_of_a_multipart_body(lowering: Lowering) -> None:
    encoding = "{name: {contentType: text/plain}, photo: {contentType: image/png}}"
    media = f"multipart/form-data: {{{PET}, encoding: {encoding}}}"
    found = one(lowering, body(media)).body
    assert found is not None
    (payload,) = found.payloads
    assert isinstance(payload, Multipart)
    assert [(p.name.wire, p.file, p.repeated, p.content_type, p.presence) for p in payload.parts] == [
        ("name", False, False, "text/plain", Optional()),
        ("photo", True, False, "image/png", Required()),
        ("more", True, True, "", Optional()),
        ("home", False, False, "application/json", Optional()),
    ]


def test_headers_of_a_part_are_noted(lowering: Lowering) -> None:
    headers = "{X-Checksum: {schema: {type: string}}, Content-Type: {schema: {type: string}}}"
    _, told = lowering(body(f"multipart/form-data: {{{PET}, encoding: {{photo: {{headers: {headers}}}}}}}"))
    assert told == ["part-headers"]


def test_parts_of_a_union_that_holds_itself(lowering: Lowering) -> None:
    text = (
        "paths: {/a: {post: {requestBody: {content: {multipart/form-data:"
        " {schema: {$ref: '#/components/schemas/A'}}}}}}}\n"
        "components: {schemas: {A: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]},"
        " B: {type: object, required: [x], properties: {x: {type: string}}}}}\n"
    )
    found = one(lowering, text).body
    assert found is not None
    (payload,) = found.payloads
    assert isinstance(payload, Multipart)
    assert [(part.name.wire, part.presence) for part in payload.parts] == [("x", Optional())]


def test_raw_bytes_stand_only_in_what_multipart_bodies_are_made_of(lowering: Lowering) -> None:
    for media, kind in (("multipart/form-data", ScalarKind.BINARY), ("application/json", ScalarKind.STRING)):
        api, _ = lowering(body(f"{media}: {{{PET}}}"))
        pet = api.declarations[DeclarationId("Pet")]
        assert isinstance(pet, Record)
        photo = pet.fields[1].type
        assert isinstance(photo, Scalar)
        assert photo.kind is kind


def test_what_cannot_be_sent_is_an_error_that_the_settings_can_allow(lowering: Lowering) -> None:
    text = body("multipart/related: {}")
    assert lowering(text)[1] == ["unsupported-media"]
    place = "unsupported-media@#/paths/~1a/post/requestBody"
    for entry in ("unsupported-media", place):
        api, codes = lowering(text, Settings(allow=(entry,)))
        assert codes == []
        assert [item.what for item in api.omissions] == ["the request body"]
    assert lowering(text, Settings(allow=(place, "callbacks")))[1] == ["unmatched-allow"]


def test_responses_by_status(lowering: Lowering) -> None:
    text = (
        "paths: {/a: {get: {responses: {default: {description: x}, 4xx: {description: x}, '404': {description: x},"
        " '200': {description: x}, ok: {description: x}, x-note: {}}}}}"
    )
    api, codes = lowering(text)
    (operation,) = walk_operations(api.root)
    assert [item.status for item in operation.responses] == [
        StatusRange(200, 200),
        StatusRange(404, 404),
        StatusRange(400, 499),
        StatusRange(0, 999),
    ]
    assert codes == []


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ("", [EmptyAnswer]),
        ("text/plain: {schema: {type: string}}, application/json: {schema: {type: string}}", [JsonAnswer, TextAnswer]),
        ("text/plain: {schema: {type: array, items: {type: string}}}", [JsonAnswer]),
        ("image/png: {}", [BinaryAnswer]),
        ("application/json: {schema: {type: string, format: binary}}", [BinaryAnswer]),
        ("application/x-ndjson: {schema: {type: integer}}", [JsonLines]),
        ("application/xml: {schema: {type: string}}", [TextAnswer]),
    ],
)
def test_answers_best_first(lowering: Lowering, content: str, kinds: list[type]) -> None:
    text = f"paths: {{/a: {{get: {{responses: {{'200': {{description: x, content: {{{content}}}}}}}}}}}}}"
    assert [type(answer) for answer in one(lowering, text).responses[0].answers] == kinds


def stream(media: str) -> str:
    return (
        f"paths: {{/a: {{get: {{responses: {{'200': {{content: {{text/event-stream: {media}}}}}}}}}}}}}\n"
        "components: {schemas: {"
        "Word: {type: object, properties: {event: {const: word}, data: {$ref: '#/components/schemas/Text'}}},"
        "Stop: {type: object, properties: {event: {const: stop}, data: {type: integer}, id: {type: string}}},"
        "Fail: {type: object, properties: {event: {const: error}, data: {type: object}}},"
        "Text: {type: object, properties: {text: {type: string}}}}}\n"
    )


def streamed(lowering: Lowering, media: str) -> EventStream:
    (answer,) = one(lowering, stream(media)).responses[0].answers
    assert isinstance(answer, EventStream)
    return answer


NUMBER = Scalar(ScalarKind.INTEGER)
WORD = Ref(DeclarationId("Text"))


def test_a_stream_of_data(lowering: Lowering) -> None:
    found = streamed(lowering, "{schema: {$ref: '#/components/schemas/Text'}}")
    assert (found.type, found.events, found.terminator, found.error_event) == (WORD, (), "[DONE]", "error")
    assert found.assumed, "the stream may just end: nobody said how it does"


def test_a_stream_of_text_has_no_terminator_unless_told(lowering: Lowering) -> None:
    assert streamed(lowering, "{schema: {type: string}}").terminator == ""
    told = streamed(lowering, "{schema: {type: string}, x-stream-terminator: END}")
    assert (told.terminator, told.assumed) == ("END", False)


def test_a_stream_of_events_types_the_data_by_name(lowering: Lowering) -> None:
    variants = ", ".join(f"{{$ref: '#/components/schemas/{name}'}}" for name in ("Word", "Stop", "Fail"))
    found = streamed(lowering, f"{{itemSchema: {{oneOf: [{variants}]}}}}")
    assert found.events[:2] == (("word", WORD), ("stop", NUMBER))
    assert found.type not in (WORD, NUMBER)
    assert "Map" not in repr(found.type), "the data of an error is no item"


@pytest.mark.parametrize(("text", "ends"), [("[DONE]", True), ("ping", False)])
def test_the_data_that_ends_a_stream_is_no_item(lowering: Lowering, text: str, ends: bool) -> None:
    last = f"{{type: object, required: [data], properties: {{data: {{const: '{text}'}}}}}}"
    found = streamed(lowering, f"{{itemSchema: {{oneOf: [{{$ref: '#/components/schemas/Word'}}, {last}]}}}}")
    assert (found.type == WORD) == ends
    assert (found.terminator, found.assumed) == ("[DONE]", True)


def test_data_that_holds_json_in_text(lowering: Lowering) -> None:
    data = "{type: string, contentMediaType: application/json, contentSchema: {type: integer}}"
    item = f"{{type: object, required: [data], properties: {{data: {data}}}}}"
    assert streamed(lowering, f"{{itemSchema: {item}}}").type == NUMBER


def test_a_flag_selects_between_answer_and_stream(lowering: Lowering) -> None:
    text = (
        "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Ask'}}}},"
        " responses: {'200': {content: {application/json: {schema: {type: string}}, text/event-stream: {}}}}}}}\n"
        "components: {schemas: {Ask: {type: object, properties: {stream: {type: [boolean, 'null']}}}}}\n"
    )
    found = one(lowering, text)
    assert found.stream_parameter == "stream"
    assert found.declared == "Ask"
    assert one(lowering, text.replace("stream:", "flow:")).stream_parameter == ""


def test_security_schemes(lowering: Lowering) -> None:
    text = (
        "security: [{key: []}, {}]\npaths:\n"
        "  /a: {get: {security: [{token: [], key: []}, {gone: []}]}}\n  /b: {get: {security: []}}\n  /c: {get: {}}\n"
        "components:\n  securitySchemes:\n"
        "    key: {type: apiKey, in: query, name: k}\n    token: {type: http, scheme: Bearer}\n"
        "    login: {type: http, scheme: basic}\n    open: {type: openIdConnect, openIdConnectUrl: 'https://id'}\n"
        "    app: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {read: x}}}}\n"
        "    user: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://go', scopes: {}}}}\n"
        "    cert: {type: mutualTLS}\n    odd: {type: http, scheme: digest}\n"
    )
    api, codes = lowering(text)
    kinds = [Bearer, Basic, Bearer, ClientCredentials, Bearer, ApiKey]
    assert [type(scheme) for scheme in api.auth] == [ApiKey, *kinds]
    assert api.auth[0] == ApiKey("key", Location.QUERY, "k")
    assert api.security == (("key",), ())
    assert [item.security for item in walk_operations(api.root)] == [(("token", "key"),), (), (("key",), ())]
    assert codes == ["unsupported-auth", "unsupported-auth", "unknown-security"]


def test_schemes_that_nothing_asks_for_may_be_used(lowering: Lowering) -> None:
    api, codes = lowering("paths: {/a: {get: {}}}\ncomponents: {securitySchemes: {t: {type: http, scheme: bearer}}}")
    assert api.security == (("t",), ())
    assert codes == ["security-unused"]


def test_servers_are_named(lowering: Lowering) -> None:
    text = (
        "servers:\n- {url: 'https://api.acme.com/v1'}\n- {url: 'https://sandbox.acme.com'}\n"
        "- {url: 'https://eu1.acme.com', name: Europe}\n"
        "- {url: 'https://{host}.acme.com', variables: {host: {default: a, enum: [a, b]}}}\n"
        "paths:\n  /a: {get: {servers: [{url: 'https://files.acme.com'}]}}\n"
        "  /b: {get: {servers: [{url: 'https://sandbox.acme.com'}]}}\n"
    )
    api, _ = lowering(text)
    assert [server.name for server in api.servers] == ["production", "sandbox", "europe", "custom", "files"]
    assert api.servers[3].variables[0].choices == ("a", "b")
    assert [operation.server for operation in walk_operations(api.root)] == ["files", ""]


def test_webhooks_are_typed_events(lowering: Lowering) -> None:
    text = "webhooks: {newPet: {requestBody: {content: {application/json: {schema: {type: string}}}}}, ping: {}}"
    api, _ = lowering(text)
    assert [(hook.name.words, hook.type) for hook in api.webhooks] == [(("new", "pet"), TEXT), (("ping",), Anything())]


def test_settings_of_a_method(lowering: Lowering) -> None:
    method = MethodSettings("x", "GET /a", timeout=600.0, idempotent=False, answers=(503,), body_name="it")
    found = one(lowering, "paths: {/a: {get: {}}}", Settings(resources=(ResourceSettings("pets", (method,)),)))
    assert (found.timeout_s, found.idempotent, found.answer_statuses, found.body_name) == (600.0, False, (503,), "it")


def test_docs(lowering: Lowering) -> None:
    text = (
        "tags: [{name: pets, description: Animals}]\n"
        "paths: {/a: {get: {summary: List, description: All, deprecated: true, x-deprecated-message: Use b,"
        " externalDocs: {url: 'https://d', description: More}}}}"
    )
    api, _ = lowering(text)
    (operation,) = walk_operations(api.root)
    assert (operation.docs.summary, operation.docs.description) == ("List", "All\n\nMore: https://d")
    assert operation.docs.deprecated is not None
    assert operation.docs.deprecated.message == "Use b"
    assert api.root.children[0].docs.description == "Animals"


@pytest.mark.parametrize(
    "extension",
    [
        "[]",
        "{recieve: {type: object}}",
        "{closing: [4401]}",
        "{closing: {4401: 200}}",
        "{closing: {41: 401}}",
        "{resume: {parameter: nowhere, position: id}}",
        "{resume: {parameter: after}}",
        "{replies: {beat: {type: pong}}, reply: {}}",
    ],
)
def test_members_of_the_websocket_extension_that_mean_nothing_are_told(lowering: Lowering, extension: str) -> None:
    operation = (
        "paths:\n  /talk:\n    get:\n      parameters: [{name: after, in: query, schema: {type: string}}]\n"
        f"      x-burnish-websocket: {extension}\n      responses: {{'101': {{description: ok}}}}\n"
    )
    assert lowering(operation)[1] == ["bad-websocket"]


def test_a_top_level_domain_says_nothing_of_what_runs_there(lowering: Lowering) -> None:
    text = "servers:\n- {url: 'http://localhost:8080'}\n- {url: 'https://files.acme.dev'}\n"
    text += "- {url: 'https://dev.acme.live:8443'}\npaths: {}\n"
    assert [server.name for server in lowering(text)[0].servers] == ["local", "files", "development"]
