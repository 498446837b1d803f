"""modelAdmin: the models that can be asked."""

from __future__ import annotations

from ..calls import Call, Handler, Plain, Reply
from ..engine.writer import complete
from ..records import Model

__all__ = ["HANDLERS"]


async def list_(call: Call) -> Reply:
    """List models by id."""
    provider, enabled = call.query["provider"], call.query["enabled"]
    found = [
        model
        for _, model in sorted(call.state.catalogue.models.items())
        if provider in (None, model.provider) and enabled in (None, model.enabled)
    ]
    return Plain(found)


async def get(call: Call) -> Reply:
    """Get a model."""
    return Plain(named(call))


async def register(call: Call) -> Reply:
    """Add a model."""
    body = call.body
    model = Model(
        id=body["id"],
        provider=body["provider"],
        display_name=body.get("displayName", body["id"]),
        enabled=True,
        context_window=body["contextWindow"],
        input_cost_per1k=body["inputCostPer1k"],
        output_cost_per1k=body["outputCostPer1k"],
        capabilities=body.get("capabilities", []),
    )
    return Plain(call.state.catalogue.register(model))


async def update(call: Call) -> Reply:
    """Change what is sent."""
    model, body = named(call), call.body
    model.provider = body.get("provider", model.provider)
    model.display_name = body.get("displayName", model.display_name)
    model.context_window = body.get("contextWindow", model.context_window)
    model.input_cost_per1k = body.get("inputCostPer1k", model.input_cost_per1k)
    model.output_cost_per1k = body.get("outputCostPer1k", model.output_cost_per1k)
    model.capabilities = body.get("capabilities", model.capabilities)
    return Plain(model)


async def delete(call: Call) -> Reply:
    """Delete a model."""
    call.state.catalogue.delete(call.path["modelId"])
    return Plain({"id": call.path["modelId"], "deleted": True})


async def enable(call: Call) -> Reply:
    """Allow a model to be asked."""
    model = named(call)
    model.enabled = True
    return Plain(model)


async def disable(call: Call) -> Reply:
    """Keep a model from being asked."""
    model = named(call)
    model.enabled = False
    return Plain(model)


async def test(call: Call) -> Reply:
    """See whether a model answers."""
    model, clock = named(call), call.state.options.clock
    if not model.enabled:
        return Plain({"ok": False, "latencyMs": 0, "output": None, "error": "the model is disabled"})
    began = clock.now()
    await clock.sleep(call.state.options.pace)
    written = complete(model, call.body.get("prompt", "Say hello."), limit=12)
    call.spend(model.id, written.usage)
    latency = (clock.now() - began).total_seconds() * 1000
    return Plain({"ok": True, "latencyMs": latency, "output": written.text, "error": None})


async def get_defaults(call: Call) -> Reply:
    """The default models."""
    return Plain(call.state.catalogue.defaults)


async def set_default(call: Call) -> Reply:
    """Set the default model of a task."""
    catalogue = call.state.catalogue
    catalogue.defaults[call.path["taskType"]] = catalogue.get(call.body["modelId"]).id
    return Plain(catalogue.defaults)


def named(call: Call) -> Model:
    """The model of the path."""
    return call.state.catalogue.get(call.path["modelId"])


HANDLERS: dict[str, Handler] = {
    "modelAdmin.list": list_,
    "modelAdmin.get": get,
    "modelAdmin.register": register,
    "modelAdmin.update": update,
    "modelAdmin.delete": delete,
    "modelAdmin.enable": enable,
    "modelAdmin.disable": disable,
    "modelAdmin.test": test,
    "modelAdmin.getDefaults": get_defaults,
    "modelAdmin.setDefault": set_default,
}
