"""What each operation does, by its id; those that need the server itself are in server.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from . import prompts, telemetry
from .courier import new_secret
from .errors import ApiError
from .inference import failure, run, shown, spent
from .state import Call, Record

__all__ = ["HANDLERS", "Handler", "workspace"]

Handler = Callable[[Call], Any]
PROVIDERS = {"echo": "ok", "breaking": "degraded", "failing": "down"}


def batch(call: Call) -> Record:
    """Run many prompts; one that fails does not stop the others."""
    results: list[Record] = []
    for index, request in enumerate(call.body["requests"]):
        try:
            results.append({"index": index, "ok": True, "result": run(call, request), "error": None})
        except ApiError as error:
            results.append({"index": index, "ok": False, "result": None, "error": failure(error)})
    return {"results": results}


def inferences(call: Call) -> Record:
    """A page of inferences."""
    wanted = {name: call.query[name] for name in ("model", "provider", "session_id")}
    found = call.state.all("inference", workspace_id=call.workspace_id, **wanted)
    statuses = call.query["status"]
    return call.page([shown(item) for item in found if statuses is None or item["status"] in statuses])


def inference(call: Call) -> Record:
    """One inference."""
    return shown(call.state.get("inference", call.path["inference_id"], workspace_id=call.workspace_id))


def add_token(call: Call) -> Record:
    """Keep a credential of a provider; what can be read of it again are its ends."""
    secret: str = call.body["token"]
    fields = {name: call.body.get(name) for name in ("provider", "label")}
    made = call.state.add(
        "token",
        **fields,
        masked=f"{secret[:3]}…{secret[-4:]}",
        is_default=call.body.get("is_default", False),
        enabled=True,
        created_at=call.state.now,
        last_used_at=None,
    )
    call.state.emit("token.added", call.workspace_id, {"token_id": made["id"], "provider": made["provider"]})
    return made


def token(call: Call) -> Record:
    """One token."""
    return call.state.get("token", call.path["token_id"])


def change_token(call: Call) -> Record:
    """Change a token."""
    found = token(call)
    found.update(call.body)
    return found


def check_token(call: Call) -> Record:
    """Whether a provider takes a token: all but the one that fails do."""
    fails = token(call)["provider"] == "failing"
    return {"ok": not fails, "detail": "unknown token" if fails else None, "checked_at": call.state.now}


def webhook(record: Record, *, secret: bool = False) -> Record:
    """A webhook as the API gives it."""
    names = ("id", "workspace_id", "url", "events", "enabled", "created_at", *(("secret",) if secret else ()))
    return {name: record[name] for name in names}


def create_webhook(call: Call) -> Record:
    """Keep a webhook, with a secret of its own where none is given."""
    made = call.state.add(
        "webhook",
        workspace_id=call.workspace_id,
        url=call.body["url"],
        events=call.body["events"],
        enabled=call.body.get("enabled", True),
        created_at=call.state.now,
        secret=call.body.get("secret") or new_secret(),
        old_secret="",
        grace_ends=call.state.clock.now(),
    )
    return webhook(made, secret=True)


def webhooks(call: Call) -> Record:
    """A page of webhooks."""
    event = call.query["event"]
    found = call.state.all("webhook", workspace_id=call.workspace_id, enabled=call.query["enabled"])
    return call.page([webhook(item) for item in found if event is None or event in item["events"]])


def own_webhook(call: Call) -> Record:
    """The webhook of a path, with all that is known of it."""
    return call.state.get("webhook", call.path["webhook_id"], workspace_id=call.workspace_id)


def change_webhook(call: Call) -> Record:
    """Change a webhook."""
    found = own_webhook(call)
    found.update(call.body)
    return webhook(found)


def deliveries(call: Call) -> Record:
    """A page of deliveries."""
    wanted = {name: call.query[name] for name in ("status", "event_type")}
    return call.page(call.state.all("delivery", webhook_id=own_webhook(call)["id"], **wanted))


def delivery(call: Call) -> Record:
    """One delivery."""
    return call.state.get("delivery", call.path["delivery_id"], webhook_id=own_webhook(call)["id"])


def rotate_secret(call: Call) -> Record:
    """Give a webhook another secret; the old one signs too until the grace period ends."""
    found = own_webhook(call)
    grace = timedelta(seconds=call.body.get("grace_period_seconds", 86400))
    found.update(old_secret=found["secret"], secret=new_secret(), grace_ends=call.state.clock.now() + grace)
    return webhook(found, secret=True)


def workspace(record: Record) -> Record:
    """A workspace as the API gives it."""
    return {name: record[name] for name in ("id", "name", "created_at")}


def own_workspace(call: Call) -> Record:
    """The workspace of a path."""
    return call.state.get("workspace", call.path["workspace_id"], owner=call.account_id)


def create_workspace(call: Call) -> Record:
    """Keep a workspace."""
    fields = {"created_at": call.state.now, "owner": call.account_id}
    return workspace(call.state.add("workspace", name=call.body["name"], **fields))


def workspaces(call: Call) -> Record:
    """A page of workspaces."""
    return call.page([workspace(item) for item in call.state.all("workspace", owner=call.account_id)])


def change_workspace(call: Call) -> Record:
    """Rename a workspace."""
    found = own_workspace(call)
    found.update(call.body)
    return workspace(found)


def threshold(call: Call) -> Record:
    """The cost threshold of a workspace."""
    found = own_workspace(call)
    known = next(iter(call.state.all("threshold", workspace_id=found["id"])), None)
    if known is None:
        raise ApiError("not_found", "there is no threshold")
    told = {name: known[name] for name in ("amount", "period", "hard_limit")}
    return {**told, "spent": str(spent(call.state, found["id"]))}


def set_threshold(call: Call) -> Record:
    """Set the cost threshold of a workspace."""
    id_ = own_workspace(call)["id"]
    for old in call.state.all("threshold", workspace_id=id_):
        del call.state.tables["threshold"][old["id"]]
    amount, hard = str(Decimal(call.body["amount"])), call.body.get("hard_limit", False)
    fields = {"period": call.body["period"], "hard_limit": hard, "told": False}
    call.state.add("threshold", workspace_id=id_, amount=amount, **fields)
    return threshold(call)


def session(record: Record) -> Record:
    """A session as the API gives it."""
    return {name: value for name, value in record.items() if name != "workspace_id"}


def create_session(call: Call) -> Record:
    """Open a session."""
    optional = {name: call.body.get(name) for name in ("name", "model", "provider", "system_prompt")}
    made = call.state.add(
        "session",
        **optional,
        status="open",
        keep_history=call.body.get("keep_history", True),
        metadata=call.body.get("metadata", {}),
        inference_count=0,
        cost="0",
        created_at=call.state.now,
        ended_at=None,
        workspace_id=call.workspace_id,
    )
    return session(made)


def sessions(call: Call) -> Record:
    """A page of sessions."""
    return call.page([session(item) for item in call.state.all("session", workspace_id=call.workspace_id)])


def own_session(call: Call) -> Record:
    """The session of a path."""
    return call.state.get("session", call.path["session_id"], workspace_id=call.workspace_id)


def end_session(call: Call) -> Record:
    """End a session, once."""
    found = own_session(call)
    if found["status"] == "open":
        found.update(status="ended", ended_at=call.state.now)
    return session(found)


def session_inferences(call: Call) -> Record:
    """A page of the inferences of a session, the oldest first."""
    found = call.state.all("inference", session_id=own_session(call)["id"])
    return call.page([shown(item) for item in reversed(found)])


def providers(_call: Call) -> list[Record]:
    """All providers."""
    return [
        {"name": name, "display_name": name.title(), "status": status, "has_token": True}
        for name, status in PROVIDERS.items()
    ]


def models(call: Call) -> list[Record]:
    """The models of a provider."""
    name = call.path["provider"]
    if name not in PROVIDERS:
        raise ApiError("not_found", "there is no such provider")
    costs = {"input_cost_per_1k": "0.03", "output_cost_per_1k": None}
    return [{"id": "echo-1", "provider": name, "context_window": None, **costs}]


def deletes(kind: str, find: Handler) -> Handler:
    """What deletes the record that another handler finds."""

    def delete(call: Call) -> None:
        del call.state.tables[kind][find(call)["id"]]

    return delete


HANDLERS: dict[str, Handler] = {
    "inference.run": lambda call: run(call, call.body),
    "inference.batch": batch,
    "inference.list": inferences,
    "inference.get": inference,
    "prompts.list": lambda call: call.page(prompts.listed(call)),
    "prompts.create": prompts.create,
    "prompts.get": lambda call: call.state.get("prompt", call.path["prompt_id"]),
    "prompts.update": prompts.update,
    "prompts.delete": prompts.remove,
    "prompts.list_versions": lambda call: call.page(prompts.versions(call.state, call.path["prompt_id"])),
    "prompts.get_version": lambda call: prompts.version_of(call.state, call.path["prompt_id"], call.path["version"]),
    "prompts.render": prompts.render,
    "tokens.list": lambda call: call.page(call.state.all("token", provider=call.query["provider"])),
    "tokens.add": add_token,
    "tokens.get": token,
    "tokens.update": change_token,
    "tokens.delete": deletes("token", token),
    "tokens.verify": check_token,
    "telemetry.list": lambda call: call.page(telemetry.found(call)),
    "telemetry.summary": telemetry.summary,
    "telemetry.export": telemetry.exported,
    "telemetry.get": lambda call: call.state.get("telemetry", call.path["record_id"], workspace_id=call.workspace_id),
    "webhooks.list": webhooks,
    "webhooks.create": create_webhook,
    "webhooks.get": lambda call: webhook(own_webhook(call)),
    "webhooks.update": change_webhook,
    "webhooks.delete": deletes("webhook", own_webhook),
    "webhooks.logs": deliveries,
    "webhooks.get_delivery": delivery,
    "webhooks.rotate_secret": rotate_secret,
    "workspaces.list": workspaces,
    "workspaces.create": create_workspace,
    "workspaces.get": lambda call: workspace(own_workspace(call)),
    "workspaces.update": change_workspace,
    "workspaces.delete": deletes("workspace", own_workspace),
    "workspaces.get_cost_threshold": threshold,
    "workspaces.set_cost_threshold": set_threshold,
    "sessions.list": sessions,
    "sessions.create": create_session,
    "sessions.get": lambda call: session(own_session(call)),
    "sessions.end": end_session,
    "sessions.list_inferences": session_inferences,
    "providers.list": providers,
    "providers.list_models": models,
    "health.check": lambda _call: {"status": "ok", "version": "1.0.0", "checks": {"database": "ok"}},
}
