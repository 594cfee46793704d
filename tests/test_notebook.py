"""The tour runs from top to bottom."""

from __future__ import annotations

import pytest

from conftest import ROOT


def test_the_tour_runs_and_its_outputs_are_not_stored() -> None:
    nbclient = pytest.importorskip("nbclient", reason="the notebook extra (nbclient) is not installed")
    pytest.importorskip("ipykernel", reason="the notebook extra (ipykernel) is not installed")
    import nbformat

    notebook = nbformat.read(ROOT / "notebooks" / "tour.ipynb", as_version=4)
    assert all(not c.get("outputs") for c in notebook.cells)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    printed = "".join(o.get("text", "") for c in notebook.cells for o in c.get("outputs", ()))
    assert "True" in printed
    assert "城镇居民人均可支配收入" in printed
