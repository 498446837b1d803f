"""Stored prompts: templates, their versions, and what stands for their variables."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .errors import ApiError, invalid
from .state import Call, Record, State

__all__ = ["create", "etag", "filled", "listed", "remove", "render", "update", "version_of", "versions"]

VARIABLE = re.compile(r"\{\{(\w+)\}\}")


def etag(prompt: Record) -> str:
    """What changes with a prompt."""
    return f'"{prompt["id"]}-{prompt["version"]}-{prompt["updated_at"]}"'


def listed(call: Call) -> list[Record]:
    """The prompts that a call asks for, the newest first."""
    tags: list[str] = call.query["tag"] or []
    search: str = (call.query["search"] or "").lower()
    return [
        prompt
        for prompt in call.state.all("prompt")
        if set(tags) <= set(prompt["tags"]) and search in f"{prompt['name']} {prompt['description']}".lower()
    ]


def create(call: Call) -> Record:
    """Store a prompt in version 1."""
    body, state = call.body, call.state
    refuse_taken(state, body["name"], 0)
    optional = {name: body.get(name) for name in ("description", "model", "provider", "temperature")}
    prompt = state.add(
        "prompt",
        name=body["name"],
        template=body["template"],
        variables=variables(body["template"]),
        tags=body.get("tags", []),
        **optional,
        version=1,
        created_at=state.now,
        updated_at=state.now,
    )
    add_version(state, prompt)
    return prompt


def update(call: Call) -> Record:
    """Change a prompt; a new template makes a new version."""
    state = call.state
    prompt = state.get("prompt", call.path["prompt_id"])
    refuse_taken(state, call.body.get("name", ""), prompt["id"])
    rewritten = call.body.get("template", prompt["template"]) != prompt["template"]
    prompt.update(call.body, updated_at=state.now, version=prompt["version"] + rewritten)
    prompt["variables"] = variables(prompt["template"])
    if rewritten:
        add_version(state, prompt)
    told = {"prompt_id": prompt["id"], "version": prompt["version"], "name": prompt["name"]}
    state.emit("prompt.updated", call.workspace_id, told)
    return prompt


def remove(call: Call) -> None:
    """Delete a prompt and its versions."""
    prompt = call.state.get("prompt", call.path["prompt_id"])
    for version in versions(call.state, prompt["id"]):
        del call.state.tables["version"][version["id"]]
    del call.state.tables["prompt"][prompt["id"]]


def versions(state: State, prompt_id: int) -> list[Record]:
    """The versions of a prompt, the newest first."""
    return state.all("version", prompt_id=state.get("prompt", prompt_id)["id"])


def version_of(state: State, prompt_id: int, number: int) -> Record:
    """One version of a prompt."""
    found = next((item for item in versions(state, prompt_id) if item["version"] == number), None)
    if found is None:
        raise ApiError("not_found", "there is no such version")
    return found


def render(call: Call) -> Record:
    """Fill in a prompt; where a call is strict, everything must have a value."""
    prompt = call.state.get("prompt", call.path["prompt_id"])
    number = call.body.get("version", prompt["version"])
    text, missing = filled(call.state, prompt["id"], number, call.body["variables"])
    if missing and call.body.get("strict", False):
        raise invalid("body", "variables", msg=f"has no {', '.join(missing)}", type_="missing")
    return {"text": text, "missing": missing}


def filled(state: State, prompt_id: int, number: int, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text of a version with values for its variables, and the names of those that have none."""
    template = version_of(state, prompt_id, number)["template"]
    text = VARIABLE.sub(lambda found: values.get(found[1], found[0]), template)
    return text, [name for name in variables(template) if name not in values]


def variables(template: str) -> list[str]:
    """The names of the variables of a template, each once."""
    return list(dict.fromkeys(VARIABLE.findall(template)))


def refuse_taken(state: State, name: str, own: int) -> None:
    """Refuse a name that another prompt has."""
    if any(prompt["name"] == name and prompt["id"] != own for prompt in state.all("prompt")):
        raise ApiError("conflict", "the name is taken")


def add_version(state: State, prompt: Record) -> None:
    """Keep the present version of a prompt."""
    fields = {"version": prompt["version"], "template": prompt["template"], "created_at": state.now}
    state.add("version", prompt_id=prompt["id"], **fields)
