"""Vectors, and what the loss asks of them."""

from __future__ import annotations

from typing import Annotated

from torch import Tensor

from .rules import Real, inner_nodes

CentreVectors = Annotated[Real[Tensor, "V d"], "a row for each word as a centre"]
ContextVectors = Annotated[Real[Tensor, "V d"], "a row for each word as a context"]
InputVectors = Annotated[Real[Tensor, "V d"], "a row for each word as one around"]
OutputVectors = Annotated[Real[Tensor, "V d"], "a row for each word as the one predicted"]
Vectors = Annotated[Real[Tensor, "V d"], "a row for each word"]
NodeVectors = Annotated[Real[Tensor, "I d"], "a row for each inner node", inner_nodes]
Centre = Annotated[Real[Tensor, "*batch d"], "the vector of each pair's centre word"]
CentreOfPairs = Annotated[Real[Tensor, "N d"], "the vector of each pair's centre word"]
OneCentre = Annotated[Real[Tensor, " d"], "the vector of one centre word"]
Hidden = Annotated[Real[Tensor, "*batch d"], "the hidden vector of each position"]
OneHidden = Annotated[Real[Tensor, " d"], "the input side: a word's vector, or in CBOW the mean of several"]

InVector = Annotated[Real[Tensor, "*batch d"], "in nats per unit of the component, for each pair or position"]
InVectorOfPair = Annotated[Real[Tensor, "N d"], "in nats per unit of the component, for each pair"]
InOneVector = Annotated[Real[Tensor, " d"], "in nats per unit of the component"]
InNegatives = Annotated[Real[Tensor, "*batch K d"], "in nats per unit of the component, for each draw"]
InEachTable = Annotated[Real[Tensor, "*batch V d"], "in nats per unit of the component, for each pair"]
InTable = Annotated[Real[Tensor, "V d"], "in nats per unit of the component, summed over the pairs"]
Balance = Annotated[Real[Tensor, "d d"], "a row and a column for each component"]
CurvatureInCentre = Annotated[Real[Tensor, "d d"], "in nats per unit of two components"]
CurvatureInTable = Annotated[Real[Tensor, "V d V d"], "in nats per unit of two components, each of some word"]
CurvatureBetween = Annotated[Real[Tensor, "d V d"], "in nats per unit of two components, the second of some word"]
InNodes = Annotated[Real[Tensor, "I d"], "in nats per unit of the component, summed over the pairs"]
