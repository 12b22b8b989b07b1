"""`python -I -S …/proofpress/proof/kernel FOLDER`: replay a site's proofs where nothing else can be imported."""

import gc
import os
import sys
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

if not __package__:  # run as a folder: it alone is known, under its own name, and not what lies beside it
    here = Path(__file__).resolve().parent
    spec = spec_from_file_location("kernel", here / "__init__.py", submodule_search_locations=[str(here)])
    sys.modules["kernel"] = module_from_spec(spec)  # type: ignore[arg-type]  # the file is there
    del sys.path[0]
    __package__ = "kernel"

from .replay import verify


def main() -> int:
    """Replay the folder that is named, or the site's."""
    gc.disable()  # what is made stays: a search for what could go would be a quarter of the work
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else Path("site/proofs")
    try:
        return verify(folder, partial(print, flush=True))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
