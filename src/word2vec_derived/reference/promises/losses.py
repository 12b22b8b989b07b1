"""Losses and logarithms, in nats."""

from __future__ import annotations

from typing import Annotated

from torch import Tensor

from .rules import Real, positive

Losses = Annotated[Real[Tensor, "*batch"], "in nats, for each pair or position: neither summed nor averaged"]
LossesOfPairs = Annotated[Real[Tensor, " N"], "in nats, for each pair"]
Loss = Annotated[Real[Tensor, ""], "in nats"]
Logarithms = Annotated[Real[Tensor, "*batch"], "in nats"]
Weights = Annotated[Real[Tensor, " N"], "the weight of each loss", positive]
