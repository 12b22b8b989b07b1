"""Scores, and what the loss asks of them."""

from __future__ import annotations

from typing import Annotated

from torch import Tensor

from .rules import Real, inner_nodes, within

Scores = Annotated[Real[Tensor, "*batch V"], "the scores of all words"]
ScoresOfCentre = Annotated[Real[Tensor, " V"], "the scores of all words for one centre"]
ObservedScores = Annotated[Real[Tensor, "*batch"], "the score of the observed word of each pair"]
ObservedScore = Annotated[Real[Tensor, ""], "the score of the observed word"]
NegativeScores = Annotated[Real[Tensor, "*batch K"], "the scores of the negatives of each pair"]
Logits = Annotated[Real[Tensor, "*batch"], "scores, each of a yes against a no"]
TableLogits = Annotated[Real[Tensor, "*batch"], "scores that the table covers", within(-6, 6)]
Labels = Annotated[Real[Tensor, "*batch"], "1 for what was observed and 0 for the rest", within(0, 1)]
NodeScores = Annotated[Real[Tensor, "*batch I"], "the scores of all inner nodes", inner_nodes]
PathScores = Annotated[Real[Tensor, "*batch L"], "the scores of the nodes on the path to each word"]
Direction = Annotated[Real[Tensor, "*batch V"], "a direction in which the scores may move"]
Biases = Annotated[Real[Tensor, " V"], "one for each word"]
Association = Annotated[Real[Tensor, "V V"], "in nats: a row for each centre, a column for each context"]

InLogits = Annotated[Real[Tensor, "*batch"], "in nats per unit of score"]
InScores = Annotated[Real[Tensor, "*batch V"], "in nats per unit of score"]
InAssociation = Annotated[Real[Tensor, "V V"], "in nats per unit of score: a row for each centre"]
InScoresOfPositions = Annotated[Real[Tensor, "N V"], "in nats per unit of score: a row for each position"]
InPathScores = Annotated[Real[Tensor, "*batch L"], "in nats per unit of score; 0 beyond the end of a path"]
InScoresOfCentre = Annotated[Real[Tensor, " V"], "the gradient of the loss in the scores of one centre"]
CurvatureInScores = Annotated[Real[Tensor, "*batch V V"], "in nats per unit of score, squared"]
