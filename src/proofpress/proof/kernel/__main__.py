"""`python -I -S …/proofpress/proof/kernel FOLDER`: replay a site's proofs where nothing else can be imported."""

import sys
from pathlib import Path

if __package__:
    from .replay import verify
else:
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from kernel.replay import verify  # type: ignore[no-redef,import-not-found]  # as a folder

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else Path("site/proofs")
    sys.exit(verify(folder, print))
