"""The import contracts of pyproject.toml hold."""

from importlinter.cli import lint_imports

from tests.house.source_files import ROOT

_KEPT = 0


def test_each_layer_imports_only_from_below() -> None:
    exit_code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert _KEPT == exit_code
