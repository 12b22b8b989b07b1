"""Every function is compared with a second road, and the comparison must fail when the function is off by a little.

`@pytest.mark.second_road(of=function)` runs a test as it is, and once more for each part of what the function returns,
with the last entry of that part nudged by a thousandth: then the test must fail.
A test that takes `dtype` is run in float32 and in float64.
"""

from __future__ import annotations

import sys
from functools import wraps
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import torch


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "second_road(of=function): the test compares the function with a second road")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "dtype" in metafunc.fixturenames:
        metafunc.parametrize("dtype", [torch.float32, torch.float64], ids=["float32", "float64"])
    marker = metafunc.definition.get_closest_marker("second_road")
    if marker:
        metafunc.fixturenames.append("nudged")
        parts = range(_parts(marker.kwargs["of"]))
        metafunc.parametrize("nudged", [None, *parts], ids=["right", *(f"part {n} nudged" for n in parts)])


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Any:
    marker = pyfuncitem.get_closest_marker("second_road")
    nudged = pyfuncitem.callspec.params.get("nudged") if marker else None
    if nudged is None:
        return (yield)
    function = marker.kwargs["of"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[function.__module__], function.__name__, nudge(function, nudged))
        try:
            yield
        except AssertionError:
            return True
    return pytest.fail(f"the test passes although {function.__name__} is off by a thousandth")


@pytest.fixture(autouse=True)
def _seed() -> None:
    torch.manual_seed(0)


def _parts(function: Any) -> int:
    returned = get_type_hints(function)["return"]
    if get_origin(returned) is tuple:
        return len(get_args(returned))
    return len(getattr(returned, "_fields", "1"))


def nudge(function: Any, part: int) -> Any:
    """The function, with the last entry of one part of its result off by a thousandth, or by one."""

    @wraps(function)
    def nudged(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if not isinstance(result, tuple):
            return _off(result)
        parts = [_off(value) if place == part else value for place, value in enumerate(result)]
        return type(result)(*parts) if hasattr(result, "_fields") else tuple(parts)

    return nudged


def _off(value: Any) -> Any:
    if not isinstance(value, torch.Tensor):
        return value + 1e-3 * (1 + abs(value))
    if value.numel() == 0:
        return value
    change = torch.zeros(value.shape, dtype=torch.float64)
    change.view(-1)[-1] = 1
    if value.dtype == torch.bool:
        return value ^ change.bool()
    size = 1e-3 * (1 + value.detach().abs().nan_to_num(posinf=0)) if value.is_floating_point() else 1
    return value + (change * size).to(value.dtype)
