"""The keys of a Stainless configuration, and what becomes of each (public reference of the format, 2025 and 2026).

A key is read, belongs to something else than a Python SDK (other languages, documentation, the service itself), or is
understood but not done.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

__all__ = [
    "AUTH",
    "CASING",
    "CLIENT",
    "EXTRACT",
    "METHOD",
    "MODEL",
    "OPENAPI",
    "OPT",
    "ORGANIZATION",
    "PAGINATION",
    "PAGINATION_MARK",
    "PYTHON",
    "QUERY",
    "README",
    "REQUEST_OPTIONS",
    "RESOURCE",
    "SCHEME",
    "SCHEME_AUTH",
    "SETTINGS",
    "STREAMING",
    "STREAM_EVENT",
    "STREAM_METHOD",
    "TOP",
    "TRANSFORM",
    "TRANSFORM_ARGS",
    "Keys",
]


class Keys(Struct, frozen=True):
    """The keys of one table; `undone` says what is missing without each, `partly` what the SDK does all the same."""

    read: frozenset[str]
    elsewhere: frozenset[str] = frozenset()
    undone: Mapping[str, str] = field(default_factory=dict[str, str])
    partly: Mapping[str, str] = field(default_factory=dict[str, str])


def keys(read: str, elsewhere: str = "", *, partly: Mapping[str, str] | None = None, **undone: str) -> Keys:
    """Keys, written with spaces between them."""
    return Keys(frozenset(read.split()), frozenset(elsewhere.split()), undone, partly or {})


TOP = keys(
    "organization targets client_settings environments security security_schemes resources pagination streaming"
    " query_settings custom_casings openapi settings readme",
    "$schema edition unspecified_endpoints codeflow diagnostics docs studio constants mcp",
    partly={
        "multipart_settings": "names of nested form fields are written with brackets",
        "webhooks": "deliveries are verified and typed where the description has webhooks, by `client.webhooks.unwrap`",
    },
    errors="errors are raised by status, with the parsed body, and not as one class for each variant",
)
ORGANIZATION = keys(
    "name", "docs contact github_org upload_spec title security_contact security_policy_url security_policy_terms"
)
PYTHON = keys(
    "package_name project_name production_repo publish skip",
    "readme_title screencast options edition staging_repo custom keep_files reserved_names version custom_code",
)
CLIENT = keys(
    "opts idempotency default_headers default_timeout default_retries default_env_prefix omit_stainless_headers",
    "max_connections env auth default_client_example_name",
    default_client_name="the client's class is named after the organization; `[client] name` of burnish.toml names it",
    response_headers="headers of answers are read from `with_raw_response`",
)
OPT = keys(
    "type default nullable read_env auth send_in_header send_as_query_param send_as_body_param server_variable",
    "description example required_in_tests skip only",
    send_as_path_param="a parameter of the path is an argument of the call",
    send_in_cookie="options of the client are sent in headers, queries and bodies",
)
AUTH = keys("security_scheme role")
RESOURCE = keys(
    "models methods subresources description skip only deprecated standalone_api",
    "terraform mcp cli docs",
    custom="the resource is written by hand: move its modules into the overlay folder of the SDK",
)
METHOD = keys(
    "type endpoint paginated skip only deprecated positional_params body_param_name unwrap_response streaming"
    " default_request_options to discriminator webhook_key_opt",
    "skip_test_reason docs terraform mcp cli example description",
    partly={"retries": "the method is there, and repeats as often as the client says"},
)
REQUEST_OPTIONS = keys(
    "timeout", partly={"max_retries": "the method is there, and repeats as often as the client says"}
)
MODEL = Keys(
    frozenset(["type", "openapi_uri", "to", "skip", "only", "no_params_suffix"]),
    frozenset(("description", "force_generation")),
    partly={
        "param_model": "the models are there, without a method that makes the one of the other",
        "deprecated": "the model is there, and does not say so; `deprecated: true` in the description does",
    },
)
STREAM_METHOD = keys("param_discriminator stream_event_model type", "params_type_name")
PAGINATION = keys(
    "name type request response param_location",
    "description skip only",
    partly={"continue_on_empty_items": "a page without items is the last one"},
)
PAGINATION_MARK = keys(
    "purpose is_top_level_array", "required", from_header="the next page is told by fields of the answer"
)
STREAMING = keys("on_event", "")
STREAM_EVENT = keys(
    "event_type data_starts_with kind handle",
    "event_type_starts_with data_property message_property",
    partly={"error_property": "the whole data of the event is the error's body"},
)
SETTINGS = keys(
    "license unwrap_response_fields unwrap_multiproperty_response_fields positional_params sort_schema_properties",
    "disable_mock_tests disable_tests python file_header readme per_endpoint_security mock_server pagination"
    " require_websocket_dependencies",
)
QUERY = keys("nested_format array_format")
OPENAPI = keys("transforms transformations", "code_samples code_sample_languages")
TRANSFORM = keys("command reason args", "description skip only")
TRANSFORM_ARGS = keys("target value object keys from to template filter")
EXTRACT = keys("target name")
SCHEME = keys("type scheme in name flows x-stainless-auth", "description bearerFormat openIdConnectUrl")
SCHEME_AUTH = Keys(
    frozenset(),
    undone={
        "scheme_keyword": "the header says `Bearer` or `Basic`",
        "disable_base64": "user name and password are sent in base64",
        "custom": "credentials are sent as OpenAPI says; a hook of the client can do more",
    },
)
README = keys("example_requests", "example_types include_stainless_attribution title")
CASING = keys("pascal initialism singular plural", "snake capital camel screaming_snake kebab")
