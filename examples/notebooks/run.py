"""Runs the notebooks and keeps what they show: `python examples/notebooks/run.py`, from anywhere.

All run in one kernel and share one graph, since starting either takes longer than what they ask.
"""

import base64
import io
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

HERE = Path(__file__).parent
NAMES = ("query", "learn", "compare", "export")
_LAST = "graph.close()"
_QUIET = "ignore:IProgress not found"  # PyG asks for widgets that nobody needs


def run(folder: Path, names: tuple[str, ...] = NAMES) -> dict[str, nbformat.NotebookNode]:
    """The notebooks with the outputs of their code, run in `folder`.

    Raises nbclient's CellExecutionError for a cell that fails.
    """
    books = {name: nbformat.read(HERE / f"{name}.ipynb", as_version=4) for name in names}
    whole = nbformat.v4.new_notebook()
    for book in books.values():
        whole.cells += [cell for cell in book.cells if cell.cell_type == "code"]
    closing = [cell for cell in whole.cells if cell.source == _LAST][:-1]
    for cell in closing:
        cell.source = "pass"
    paths = os.pathsep.join((str(HERE), str(HERE.parent.parent)))
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONWARNINGS": _QUIET}
    client = NotebookClient(whole, timeout=None, resources={"metadata": {"path": str(folder)}})
    client.execute(env=environment)
    for cell in closing:
        cell.source = _LAST
    for book in books.values():
        code = (cell for cell in book.cells if cell.cell_type == "code")
        for number, cell in enumerate(code, 1):
            _numbered(cell, number)
    return books


def _numbered(cell: nbformat.NotebookNode, number: int) -> None:
    """Counted within its own notebook, without the times at which it ran, pictures small."""
    cell.execution_count = number
    cell.metadata.pop("execution", None)
    for output in cell.outputs:
        if "execution_count" in output:
            output.execution_count = number
        if "image/png" in output.get("data", {}):
            output.data["image/png"] = _smaller(output.data["image/png"])


def _smaller(png: str) -> str:
    """The same picture in 256 colours, half of the size."""
    with Image.open(io.BytesIO(base64.b64decode(png))) as picture:
        buffer = io.BytesIO()
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
            buffer, "png", optimize=True
        )
    return base64.b64encode(buffer.getvalue()).decode()


def main() -> None:
    """Write the outputs into the notebooks."""
    with tempfile.TemporaryDirectory() as folder:
        for name, book in run(Path(folder)).items():
            nbformat.write(book, HERE / f"{name}.ipynb")
            print(f"{name}: {(HERE / f'{name}.ipynb').stat().st_size // 1024} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
