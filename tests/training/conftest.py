"""One thread: the matrices are small, and threads of tests that run side by side would wait for each other."""

from __future__ import annotations

import torch

torch.set_num_threads(1)
