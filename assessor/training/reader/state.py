"""Learning put down and taken up again: hours of it should outlive a closed lid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np
import torch
from torch import nn

from assessor.errors import ModelError


@dataclass(frozen=True, slots=True)
class Learning:
    """Everything that the next step of learning depends on, beside PyTorch's own chance."""

    reader: nn.Module
    optimizer: torch.optim.Optimizer
    rate: torch.optim.lr_scheduler.LambdaLR
    shuffled: np.random.Generator


@dataclass(frozen=True, slots=True)
class State:
    """A file that holds how far a reader has learnt."""

    file: Path

    def put_down(self, learning: Learning, rounds: int) -> None:
        """Write how things stand after so many rounds; what was there stays until all is written."""
        content = {
            "rounds": rounds,
            "reader": learning.reader.state_dict(),
            "optimizer": learning.optimizer.state_dict(),
            "rate": learning.rate.state_dict(),
            "chance": torch.get_rng_state(),
            "shuffled": learning.shuffled.bit_generator.state,
        }
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".part")
        torch.save(content, beside)
        beside.replace(self.file)

    def take_up(self, learning: Learning) -> int:
        """Put everything as it stood, and say how many rounds that was after; 0, and nothing changed, if nothing was put down.

        Raises
        ------
        ModelError
            If the file is damaged.
        """
        if not self.file.exists():
            return 0
        try:
            content: dict[str, Any] = torch.load(self.file, weights_only=True)
        except (OSError, EOFError, RuntimeError, UnpicklingError) as problem:
            raise ModelError("encoder_resume", file=self.file) from problem
        learning.reader.load_state_dict(content["reader"])
        learning.optimizer.load_state_dict(content["optimizer"])
        learning.rate.load_state_dict(content["rate"])
        torch.set_rng_state(content["chance"])
        learning.shuffled.bit_generator.state = content["shuffled"]
        return int(content["rounds"])
