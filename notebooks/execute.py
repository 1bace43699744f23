"""Runs the notebooks from top to bottom, each in a kernel of its own, and keeps what they show.

    python notebooks/execute.py [--out FOLDER] [NOTEBOOK ...]

The warehouse is the one that NIANBAO_WAREHOUSE names, else the sample's. Without ``--out`` the notebooks themselves
are rewritten. What is kept depends on the warehouse alone: no times, no versions, no names of this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from warehouse import open_warehouse

FOLDER = Path(__file__).resolve().parent
SECONDS = 600
"""How long one cell may take."""


async def execute(path: Path, out: Path, sockets: Path) -> None:
    """Run the notebook at ``path`` and write it, with its outputs, to the folder ``out``."""
    notebook = nbformat.read(path, as_version=4)
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=str(sockets / path.stem))
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=SECONDS,
        record_timing=False,
        resources={"metadata": {"path": str(FOLDER)}},
    )
    try:
        await client.async_execute()
    finally:
        await manager.shutdown_kernel(now=True)
    notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "language_info": {"name": "python"}}
    nbformat.write(notebook, out / path.name)


async def execute_all(paths: list[Path], out: Path, sockets: Path) -> int:
    """Run notebooks side by side, as many as there are cores; return how many failed, each with its reason told."""
    turns = asyncio.Semaphore(os.cpu_count() or 1)
    failed = 0

    async def one(path: Path) -> None:
        nonlocal failed
        async with turns:
            try:
                await execute(path, out, sockets)
            except CellExecutionError as error:
                failed += 1
                begins = str(error).split("------------------")[1].strip().splitlines()[0]
                message = f"{error.ename}: {error.evalue}\n  in the cell that begins with  {begins}"
                print(f"{path.name}: {message}", file=sys.stderr)
            else:
                print(f"{path.name}: every cell ran")

    await asyncio.gather(*map(one, paths))
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="which to run; by default all")
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder for what was run; by default in place")
    given = parser.parse_args()
    try:
        open_warehouse()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as settings:
        # Nobody's own start-up files take part, and no history of what was run is kept.
        os.environ |= {"IPYTHONDIR": settings, "JUPYTER_CONFIG_DIR": settings, "JUPYTER_RUNTIME_DIR": settings}
        paths = given.notebooks or sorted(FOLDER.glob("*.ipynb"))
        return min(1, asyncio.run(execute_all(paths, given.out, Path(settings))))


if __name__ == "__main__":
    sys.exit(main())
