"""The Python target: an API model as the files of an SDK project."""

from __future__ import annotations

from burnish.code import RenderJob
from burnish.ir import Api
from burnish.settings import Settings

from .client import plan_client
from .compat import face_of
from .contract_tests import plan_contract_tests
from .front_door import plan_front_door
from .layout import Layout
from .models import plan_types
from .origins import origins
from .pages import plan_pages
from .project import plan_project
from .resources import plan_resources
from .shapes import Shapes, plan_shapes
from .testing import plan_testing
from .webhooks import plan_webhooks

__all__ = ["Layout", "face_of", "layout_of", "origins", "plan", "plan_calls", "plan_data"]


def layout_of(api: Api, settings: Settings) -> Layout:
    """Names and modules of everything in one SDK: Burnish's own, or those of Stainless."""
    if not settings.compat.stainless:
        return Layout(api, settings)
    from .drop_in import DropInLayout

    return DropInLayout(api, settings)


def plan(layout: Layout, settings: Settings) -> tuple[RenderJob, ...]:
    """Decide which files there are, and what each shows."""
    return (*plan_calls(layout, settings), *plan_data(layout, settings))


def plan_calls(layout: Layout, settings: Settings) -> tuple[RenderJob, ...]:
    """The half of the plan that is about operations: clients, resources, their tests and the project around them."""
    shapes = Shapes(layout)
    return (
        *plan_project(layout, settings),
        *plan_client(layout, settings, shapes),
        *plan_front_door(layout, settings),
        *plan_shapes(layout, shapes),
        *plan_resources(layout, settings, shapes),
        *plan_contract_tests(layout, settings),
        *plan_testing(layout, settings),
    )


def plan_data(layout: Layout, settings: Settings) -> tuple[RenderJob, ...]:
    """The half that is about data: models, pages and events."""
    return (*plan_types(layout), *plan_pages(layout), *plan_webhooks(layout))
