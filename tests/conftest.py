"""What the tests share: the folders of the checkout, and the real reports where they lie beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import kg

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marked tests skip, with the reason, where what they need is absent."""
    if not (SHARED / "gold").is_dir():
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(
                    pytest.mark.skip(reason="the real reports and gold (../shared) are not beside this checkout")
                )


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample reports."""
    return ROOT / "data" / "reports"


@pytest.fixture(scope="session")
def built(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples built into one folder, once for the session."""
    import kg

    return Path(kg.build([samples]).write(tmp_path_factory.mktemp("build") / "out"))


@pytest.fixture(scope="session")
def everything() -> kg.Result:
    """All the real reports, read once for the session: minutes."""
    import kg

    return kg.build([SHARED / "reports"])
