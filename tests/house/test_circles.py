"""No two files lead into one another, not even through the front of their room."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "pasillo").rglob("*.py")
    if "migrations" not in path.parts
}


def test_no_file_can_be_reached_from_what_it_imports():
    try:
        list(TopologicalSorter({name: arrows(name) for name in FILES}).static_order())
    except CycleError as circle:
        raise AssertionError(" > ".join(circle.args[1])) from circle


def arrows(module):
    """The files that one file names in its imports, late ones too."""
    named = set()
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return (named & FILES.keys()) - {module}
