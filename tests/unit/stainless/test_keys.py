"""Every key of the public reference of the format is read, is about something else, or is refused by its name."""

from __future__ import annotations

import pytest

from burnish.stainless import grammar
from burnish.stainless.grammar import Keys

# The tables of the public reference, and keys that public configurations show beside those.
REFERENCE = [
    (
        grammar.TOP,
        (
            "organization targets environments resources readme settings query_settings security security_schemes"
            " client_settings pagination unspecified_endpoints errors codeflow custom_casings openapi diagnostics"
            " edition streaming multipart_settings webhooks"
        ),
    ),
    (
        grammar.ORGANIZATION,
        "name docs contact security_contact security_policy_url security_policy_terms github_org upload_spec",
    ),
    (grammar.PYTHON, "readme_title production_repo screencast skip package_name project_name publish options edition"),
    (
        grammar.RESOURCE,
        "custom models methods description terraform subresources deprecated mcp skip only standalone_api",
    ),
    (
        grammar.METHOD,
        (
            "type endpoint unwrap_response paginated skip_test_reason body_param_name positional_params"
            " default_request_options docs terraform mcp skip only deprecated to streaming"
        ),
    ),
    (grammar.REQUEST_OPTIONS, "timeout max_retries"),
    (grammar.STREAM_METHOD, "type param_discriminator stream_event_model"),
    (grammar.MODEL, "type openapi_uri no_params_suffix param_model skip only to deprecated force_generation"),
    (grammar.PAGINATION, "name description type request response param_location continue_on_empty_items"),
    (grammar.PAGINATION_MARK, "is_top_level_array from_header purpose required"),
    (
        grammar.SETTINGS,
        (
            "sort_schema_properties license python disable_mock_tests unwrap_response_fields positional_params"
            " unwrap_multiproperty_response_fields file_header per_endpoint_security"
        ),
    ),
    (
        grammar.CLIENT,
        (
            "opts idempotency default_headers default_timeout default_retries default_env_prefix default_client_name"
            " omit_stainless_headers response_headers"
        ),
    ),
    (
        grammar.OPT,
        (
            "type description example default nullable read_env auth server_variable send_in_header send_in_cookie"
            " send_as_query_param send_as_body_param send_as_path_param required_in_tests"
        ),
    ),
    (grammar.AUTH, "security_scheme role"),
    (grammar.QUERY, "nested_format array_format"),
    (grammar.SCHEME, "type description scheme bearerFormat x-stainless-auth in name flows"),
    (grammar.SCHEME_AUTH, "scheme_keyword disable_base64 custom"),
    (grammar.OPENAPI, "transforms transformations code_samples code_sample_languages"),
    (grammar.TRANSFORM, "command reason args"),
    (grammar.TRANSFORM_ARGS, "target value template keys from to"),
    (grammar.CASING, "initialism snake pascal capital camel singular plural"),
    (grammar.README, "example_requests example_types include_stainless_attribution"),
]


@pytest.mark.parametrize(("table", "keys"), REFERENCE)
def test_no_key_of_the_reference_is_unknown(table: Keys, keys: str) -> None:
    known = {*table.read, *table.elsewhere, *table.undone, *table.partly}
    assert set(keys.split()) <= known


@pytest.mark.parametrize("table", [table for table, _ in REFERENCE])
def test_a_key_has_one_fate(table: Keys) -> None:
    fates = [*table.read, *table.elsewhere, *table.undone, *table.partly]
    assert len(fates) == len(set(fates))
