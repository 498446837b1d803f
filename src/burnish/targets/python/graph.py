"""Order in graphs: what depends on nothing first, and which nodes depend on each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

__all__ = ["components"]

Node = TypeVar("Node", bound=Hashable)


def components(graph: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """Strongly connected components, dependencies first, each in the order of the mapping (Tarjan 1972)."""
    position = {node: index for index, node in enumerate(graph)}
    number: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    found: list[list[Node]] = []
    for root in graph:
        if root in number:
            continue
        work = [(root, iter(graph[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, links = work[-1]
            following = next(
                (link for link in links if link in graph and (link not in number or link in on_stack)), None
            )
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    found.append(sorted(popped(stack, on_stack, node), key=position.__getitem__))
            elif following in number:
                low[node] = min(low[node], number[following])
            else:
                number[following] = low[following] = len(number)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(graph[following])))
    return found


def popped(stack: list[Node], on_stack: set[Node], last: Node) -> list[Node]:
    """Take a finished component off the stack."""
    group: list[Node] = []
    while not group or group[-1] != last:
        node = stack.pop()
        on_stack.discard(node)
        group.append(node)
    return group
