"""What one CV may cost before its worker is replaced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a worker; ``seconds`` and ``megabytes`` are for one file, the model's own needs not counted."""

    seconds: float = 60.0  # wall time
    megabytes: int = 1000  # resident memory above that of the worker when its model was loaded
    start_seconds: float = 300.0  # wall time for a worker to load the model

    def __post_init__(self) -> None:
        if min(self.seconds, self.megabytes, self.start_seconds) <= 0:
            raise ValueError("limits: seconds, megabytes and start_seconds must be above 0")
