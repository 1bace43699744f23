"""``python -m ingest``: the command line."""

from ingest.cli import app

if __name__ == "__main__":
    app(prog_name="nianbao")
