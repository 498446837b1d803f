"""The models that can be asked, and which one is used for which task."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..errors import ApiError, Code, invalid, not_found
from ..records import Model

__all__ = ["Catalogue"]


def seeds() -> dict[str, Model]:
    """The models that every server begins with."""
    models = (
        Model("deepseek-chat", "deepseek", "DeepSeek Chat", True, 65_536, 0.00014, 0.00028, ["chat", "rag"]),
        Model("gpt-4o", "openai", "GPT-4o", True, 128_000, 0.0025, 0.01, ["chat", "vision", "rag"]),
        Model("gpt-4o-mini", "openai", "GPT-4o mini", True, 128_000, 0.00015, 0.0006, ["chat", "vision"]),
        Model("meta-llama/Llama-3", "meta", "Llama 3", True, 131_072, 0.0002, 0.0006, ["chat", "rag"]),
    )
    return {model.id: model for model in models}


def default_models() -> dict[str, str]:
    """The models of tasks that every server begins with."""
    return {"chat": "deepseek-chat", "translate": "gpt-4o-mini", "validate": "gpt-4o-mini", "vision": "gpt-4o"}


@dataclass(slots=True)
class Catalogue:
    """Models by id, and the ids by kind of task."""

    models: dict[str, Model] = field(default_factory=seeds)
    defaults: dict[str, str] = field(default_factory=default_models)

    def get(self, id_: str) -> Model:
        """A model, enabled or not."""
        if id_ not in self.models:
            raise not_found("model", id_)
        return self.models[id_]

    def register(self, model: Model) -> Model:
        """Add a model whose id is new."""
        if model.id in self.models:
            raise ApiError(Code.CONFLICT, f"a model has the id {model.id} already")
        self.models[model.id] = model
        return model

    def delete(self, id_: str) -> None:
        """Take a model away, and out of the defaults."""
        del self.models[self.get(id_).id]
        self.defaults = {task: model for task, model in self.defaults.items() if model != id_}

    def choose(self, wanted: str | None, task: str, *path: str | int) -> Model:
        """The model that is named, else the default of the task, else that of chats.

        Raises:
            ApiError: BAD_REQUEST, at `path`, if it may not be asked.
        """
        id_ = wanted or self.defaults.get(task) or self.defaults.get("chat", "")
        model = self.models.get(id_)
        if model is None or not model.enabled:
            invalid(f"no enabled model has the id {id_}" if id_ else "no model is the default of chats", *path)
        return model
