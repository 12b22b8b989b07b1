"""Is my loss right? The objective of a callable, its reduction and its mistake, from its values and gradients alone.

>>> import torch.nn.functional as F
>>> found = diagnose(lambda s, t: -F.logsigmoid(s) - F.logsigmoid(-t.sum(1)), takes="scores")
>>> found.verdict, found.objective, found.mistakes
('mistake', 'negative-sampling', ('mistake-log-sigmoid-of-sum',))
"""

from .checks import LossMismatch, check_loss, parametrize_with_checks
from .diagnose import diagnose
from .diagnosis import Diagnosis

__all__ = ["Diagnosis", "LossMismatch", "check_loss", "diagnose", "parametrize_with_checks"]
