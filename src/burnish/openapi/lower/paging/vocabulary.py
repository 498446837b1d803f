"""The words of paging: what APIs call its parameters and fields, in lower case and joined by `_` (see `spell`)."""

from __future__ import annotations

from ...naming import words

__all__ = [
    "AFTER_ITEM",
    "ASIDE",
    "CURSORS",
    "ITEMS",
    "LAST",
    "LIMITS",
    "MORE",
    "NEXT",
    "NEXT_HEADERS",
    "OFFSETS",
    "OPPOSITES",
    "PAGES",
    "PAGE_OBJECTS",
    "PAGING_STEMS",
    "SURE_URLS",
    "TEXT_ONLY",
    "TOTALS",
    "TOTAL_HEADERS",
    "TOTAL_PAGES",
    "URLS",
    "WRAPPERS",
    "spell",
]

# Names of the one array that matters where an answer has several.
ITEMS = (
    "data", "items", "results", "values", "entries", "records", "elements", "resources", "objects", "rows",
    "result", "list", "content", "nodes", "hits"
)  # fmt: skip
# Objects that carry the items one level further in.
WRAPPERS = frozenset(("data", "result", "response", "payload", "embedded", "list", "body"))
# Lists that stand beside the items.
ASIDE = frozenset(("errors", "warnings"))
# Objects that say how to go on.
PAGE_OBJECTS = frozenset(
    (
        "meta",
        "pagination",
        "paging",
        "page_info",
        "page",
        "pages",
        "response_metadata",
        "metadata",
        "cursors",
        "cursor",
        "links",
        "next",
        "page_metadata",
        "paging_info",
        "pagination_info",
        "page_context",
        "list_metadata",
        "result_info",
        "page_meta",
        "pager",
        "next_page",
        "list_info",
        *WRAPPERS,
    )
)
# How words begin that speak of paging: `paginate`, `paginator`, `pagination_links`.
PAGING_STEMS = ("pagin", "paging")  # fmt: skip
# Parameters that take a cursor.
CURSORS = frozenset((
    "cursor", "page_cursor", "next_cursor", "start_cursor", "starting_cursor", "page_token", "next_page_token",
    "next_token", "pagination_token", "pagination_key", "continuation_token", "continuation", "continue", "after",
    "after_cursor", "starting_after", "after_id", "page_after", "marker", "next_marker", "starting_token",
    "iterator", "page_state", "start_key", "next_key", "next_page", "page", "bookmark", "last_key", "offset", "start"
))  # fmt: skip
# Of these, the ones that as numbers count pages or items.
TEXT_ONLY = frozenset(("page", "offset", "start"))
# Parameters that take the id of an item.
AFTER_ITEM = frozenset(("after", "after_id", "starting_after"))
# Fields that hold the next cursor.
NEXT = frozenset((
    "next_cursor", "cursor", "end_cursor", "next_page_token", "next_token", "next_page_cursor", "next_page",
    "next", "after", "page_token", "continuation_token", "next_continuation_token", "continuation", "continue",
    "next_marker", "marker", "pagination_token", "next_pagination_token", "next_page_offset", "next_page_key",
    "next_key", "pagination_key", "iterator", "next_iterator", "next_after", "next_starting_after",
    "next_page_state", "bookmark", "next_bookmark", "after_cursor", "next_offset", "cursor_next", "next_batch",
    "last_key"
))  # fmt: skip
# How headers end that hold the next cursor.
NEXT_HEADERS = tuple(sorted(f"_{name}" for name in NEXT - {"after", "marker", "next"}))
# Fields that hold the id of the last item.
LAST = frozenset(("last_id",))
# Words of one direction, and those of the other.
OPPOSITES = {
    "after": ("before",), "starting": ("ending",), "next": ("previous", "prev"), "end": ("start",), "last": ("first",),
}  # fmt: skip
# Flags that say whether there is another page.
MORE = frozenset((
    "has_more", "has_next", "has_next_page", "more", "has_more_items", "has_more_results", "more_results",
    "has_more_data", "is_truncated", "more_available"
))  # fmt: skip
# Fields that may hold the URL of the next page.
URLS = frozenset((
    "next", "next_url", "next_uri", "next_link", "next_href", "next_page_url", "next_page_uri", "next_page_link",
    "odata_next_link", "next_page"
))  # fmt: skip
# Of these, the ones that cannot hold anything else.
SURE_URLS = URLS - {"next", "next_page"}
# Parameters that skip items.
OFFSETS = frozenset(("offset", "skip", "start", "start_at", "page_offset", "first_result", "item_offset"))
# Parameters that count pages.
PAGES = frozenset(("page", "page_number", "page_num", "page_no", "current_page", "page_index", "p", "pagenumber"))
# Parameters that set the size of a page.
LIMITS = frozenset((
    "limit", "page_size", "per_page", "size", "count", "max_results", "max_items", "take", "top", "page_limit",
    "results_per_page", "items_per_page", "perpage", "pagesize", "rows", "length", "max", "num_results",
    "page_count", "max_page_size", "first"
))  # fmt: skip
# Fields that count all items.
TOTALS = frozenset((
    "total", "total_count", "total_items", "total_results", "total_size", "total_records", "total_elements",
    "total_entries", "count", "num_found", "total_rows"
))  # fmt: skip
# Fields that count all pages.
TOTAL_PAGES = frozenset((
    "total_pages", "pages", "page_count", "last_page", "num_pages", "pages_count", "number_of_pages",
    "pages_total"
))  # fmt: skip
# Headers that count all items.
TOTAL_HEADERS = frozenset((
    "x_total_count", "x_total", "total_count", "x_total_items", "x_pagination_total_count", "total"
))  # fmt: skip


def spell(wire: str) -> str:
    """A wire name without its habits: `nextPageToken`, `next-page-token` and `page[next]` alike."""
    return "_".join(words(wire))
