"""The walls that import-linter cannot see, and import-linter itself."""

import ast
import dataclasses
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from pasillo.doors.desk.sentences import written
from pasillo.ground.journal.fact import Fact

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "pasillo"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = {c["containers"][0]: c["layers"] for c in CONTRACTS if c["type"] == "layers"}

ALWAYS = {"get_or_create", "update_or_create", "bulk_create", "bulk_update"}
WORDS_OF_A_PERSON = {"name", "text", "reason", "words", "email", "phone", "subject", "title", "answers"}
ABOUT_A_CASE = ("case.", "message.", "note.", "task.", "promise.", "feedback.")
LONGEST = 300


def sources():
    return [path for path in sorted(CODE.rglob("*.py")) if "migrations" not in path.parts]


def test_import_linter_finds_every_contract_kept():
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)

    assert told.returncode == 0, told.stdout
    assert "0 broken" in told.stdout


def relations():
    for model in apps.get_models():
        if model.__module__.startswith("pasillo."):
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model is not None:
                    yield model, field


@pytest.mark.parametrize(("model", "field"), list(relations()), ids=lambda part: str(part).rsplit("'", 2)[-2:][0])
def test_a_foreign_key_points_down_and_cannot_be_followed_back_up(model, field):
    target = field.related_model
    if not target.__module__.startswith("pasillo.") or target.__module__ == model.__module__:
        return

    assert _height(target.__module__) < _height(model.__module__)
    assert field.remote_field.hidden, f"{field} wants related_name='+'"


def _height(module):
    _, floor, room, *inside = module.split(".")
    within = f"pasillo.{floor}.{room}"
    deeper = _level(within, inside[0]) if within in LAYERS else 0
    return _level("pasillo", floor), _level(f"pasillo.{floor}", room), deeper


def _level(container, name):
    layers = LAYERS[container][::-1]
    found = (place for place, layer in enumerate(layers) if name in [part.strip() for part in layer.split("|")])
    return next(found, 0) if container == "pasillo.doors.channels" else next(found)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(CODE)))
def test_only_commands_write(path):
    if path.name in ("commands.py", "telling.py") or path.parent.name == "commands":
        return

    assert [line for line, text in _writes(path)] == []


def _writes(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node):
            yield node.lineno, ast.unparse(node)


def _is_write(call):
    verb, receiver = call.func.attr, ast.unparse(call.func.value)
    asked_of_rows = ".objects" in receiver or ".filter(" in receiver or ".exclude(" in receiver
    if verb in ALWAYS:
        return True
    if verb in ("create", "update"):
        return asked_of_rows
    if verb == "delete":
        return not call.args
    return verb == "save" and not call.args


def test_what_is_called_a_write_here_is_one():
    planted = "Case.objects.create(x=1)\ncase.save()\ncases.filter(a=1).update(b=2)\ncase.delete()\nfound.update(x)\n"
    calls = [node for node in ast.walk(ast.parse(planted)) if isinstance(node, ast.Call)]
    writes = [ast.unparse(call) for call in calls if isinstance(call.func, ast.Attribute) and _is_write(call)]

    assert sorted(writes) == [
        "Case.objects.create(x=1)", "case.delete()", "case.save()", "cases.filter(a=1).update(b=2)",
    ]  # fmt: skip


def test_a_file_fits_in_the_head():
    long = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in sources()}

    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_a_module_says_in_one_sentence_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.read_text("utf-8").strip()
        and path.name not in ("apps.py", "urls.py")
        and ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None
    ]

    assert silent == []


def facts():
    found, waiting = [], [Fact]
    while waiting:
        below = waiting.pop().__subclasses__()
        found += [one for one in below if one.__module__.startswith("pasillo.")]
        waiting += below
    return found


def test_every_fact_has_a_name_of_its_own_and_carries_no_persons_words():
    names = [fact.name for fact in facts()]
    telling = {
        fact.name: {one.name for one in dataclasses.fields(fact)} & WORDS_OF_A_PERSON
        for fact in facts()
        if {one.name for one in dataclasses.fields(fact)} & WORDS_OF_A_PERSON
    }

    assert len(names) == len(set(names))
    assert len(names) > 30
    assert telling == {}


def test_whoever_serves_reads_every_fact_about_a_case_as_a_sentence():
    about_cases = {fact.name for fact in facts() if fact.name.startswith(ABOUT_A_CASE)}

    assert about_cases - written() == set()
