# Copied from overlays/python/artificer/types/batch.py; edit it there.
"""What batch jobs are made of, written as users write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._generated.types import batch as generated

if TYPE_CHECKING:
    from .shared import ValidationConfig, ValidationConfigParam

__all__ = ["PhaseConfig"]


class PhaseConfig(generated.PhaseConfig):
    """One step that every item of a batch job goes through; `validation` may be a plain dict."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            name: str,
            task_type: str | None = None,
            model: str | None = None,
            use_rag: bool | None = None,
            validation: ValidationConfig | ValidationConfigParam | None = None,
        ) -> None: ...


# Added by Burnish: what else the generated module offers.
from .._generated.types.batch import (
    BatchItem as BatchItem,
    BatchItemError as BatchItemError,
    BatchItemParam as BatchItemParam,
    BatchJob as BatchJob,
    BatchJobResult as BatchJobResult,
    BatchOptions as BatchOptions,
    BatchOptionsParam as BatchOptionsParam,
    BatchStatus as BatchStatus,
    CreateBatchJob as CreateBatchJob,
    PhaseConfigParam as PhaseConfigParam,
    RetryFailedItems as RetryFailedItems,
)
from .shared import ValidationConfig as ValidationConfig

__all__ += [
    "BatchItem",
    "BatchItemError",
    "BatchItemParam",
    "BatchJob",
    "BatchJobResult",
    "BatchOptions",
    "BatchOptionsParam",
    "BatchStatus",
    "CreateBatchJob",
    "PhaseConfigParam",
    "RetryFailedItems",
]
_PhaseConfig = PhaseConfig
