"""The project around the program: what is shipped, what a release is held to, and what hosted CI runs."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from tools.lowest import PYPROJECT, lowest
from tools.release import CHANGELOG, main, notes
from tools.workflows import GITHUB, ROOT, SCHEMAS, commands, strangers

import disctui

PROJECT = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
LARGEST_WHEEL = 1024 * 1024
"""Bytes of the wheel at most."""

MODULES = {"pil": "pillow"}
"""Modules that are called otherwise than their package."""
BY_TEXTUAL = {"tree_sitter", "tree_sitter_toml"}
"""Packages that Textual imports where they are there: its text area colours TOML by them."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as it would be published, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True, timeout=120)
    return folder


def shipped(folder: Path) -> set[str]:
    """Paths of the files in the source distribution, but for its metadata."""
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    return names - {"PKG-INFO"}


def made_on_the_way(names: Iterable[str]) -> list[str]:
    """Those of some paths that tools leave behind."""
    made = {".venv", ".hypothesis", ".coverage", "dist", "build", "__pycache__"}
    return [name for name in names if any(part in made or part.endswith("_cache") for part in name.split("/"))]


class TestPackage:
    def test_the_source_distribution_is_the_whole_tree(self, built: Path) -> None:
        if not (ROOT / ".git").exists():
            pytest.skip("this is no checkout")
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        assert set(filter(None, listed.stdout.split("\0"))) <= shipped(built)

    def test_it_holds_nothing_that_was_made_on_the_way(self, built: Path) -> None:
        assert made_on_the_way(shipped(built)) == []

    def test_nor_does_one_that_is_built_from_what_was_shipped(self, built: Path, tmp_path: Path) -> None:
        (archive,) = built.glob("*.tar.gz")
        with tarfile.open(archive) as tar:
            tar.extractall(tmp_path, filter="data")
        (tree,) = tmp_path.iterdir()
        for name in (
            ".hypothesis/constants/1",
            ".grimp_cache/1",
            ".mypy_cache/1",
            "dist/1",
            "src/__pycache__/1",
            ".venv/1",
        ):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text("x")
        again = tmp_path / "again"
        subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", again], cwd=tree, check=True, timeout=120)
        assert made_on_the_way(shipped(again)) == []
        assert shipped(again) == shipped(built)

    def test_the_wheel_holds_the_program_and_the_sample_library_only(self, built: Path) -> None:
        (wheel,) = built.glob("*.whl")
        names = zipfile.ZipFile(wheel).namelist()
        assert "disctui/sample_library/stalker.toml" in names
        assert "disctui/tui/screens/browser.tcss" in names
        assert "disctui/py.typed" in names
        assert {name.partition(".data/data/")[2] for name in names if ".data/data/" in name} == {
            "share/man/man1/disctui.1",
            "share/bash-completion/completions/disctui",
            "share/zsh/site-functions/_disctui",
            "share/fish/vendor_completions.d/disctui.fish",
        }
        tops = {name.partition("/")[0] for name in names}
        assert tops <= {"disctui", f"disctui-{disctui.__version__}.dist-info", f"disctui-{disctui.__version__}.data"}
        assert wheel.stat().st_size < LARGEST_WHEEL

    def test_every_package_that_is_imported_is_declared(self) -> None:
        extras = PROJECT["optional-dependencies"]
        items = [
            *PROJECT["dependencies"],
            *(item for name in extras.keys() - {"dev", "bench"} for item in extras[name]),
        ]
        declared = {re.split(r"[<>=~!; \[]", item, maxsplit=1)[0].replace("-", "_").lower() for item in items}
        imported: set[str] = set()
        for path in (ROOT / "src").rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found = re.findall(r"^\s*(?:from|import) ([A-Za-z_0-9]+)|import_module\(\"(\w+)\"\)", text, re.MULTILINE)
            imported.update(name for names in found for name in names if name)
        strangers = {name.lower() for name in imported - set(sys.stdlib_module_names) - {"disctui", "_typeshed"}}
        assert {MODULES.get(name, name) for name in strangers} | BY_TEXTUAL == declared


class TestHosting:
    @pytest.mark.parametrize("schema", SCHEMAS)
    def test_its_files_fit_their_published_schemas(self, schema: str) -> None:
        files = sorted(GITHUB.glob(SCHEMAS[schema]))
        assert files
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_every_step_is_a_target_of_the_makefile(self) -> None:
        assert list(strangers()) == []
        assert "make test" in commands((GITHUB / "workflows" / "check.yml").read_text(encoding="utf-8"))

    def test_it_tests_every_python_that_the_package_claims(self) -> None:
        claimed = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
        workflow = (GITHUB / "workflows" / "check.yml").read_text(encoding="utf-8")
        matrix = re.search(r"python: \[(.*)\]", workflow)
        assert matrix is not None
        assert re.findall(r"3\.\d+", matrix[1]) == claimed
        assert PROJECT["requires-python"] == f">={claimed[0]}"

    def test_no_address_of_a_package_index_is_written_anywhere(self) -> None:
        for path in GITHUB.rglob("*.yml"):
            assert "http" not in path.read_text(encoding="utf-8"), path


class TestRelease:
    def test_the_notes_are_the_section_of_the_version(self) -> None:
        text = "# Changelog\n\n## [1.1.0] - 2030-01-02\n\n### Added\n\n- This.\n\n## [1.0.0] - 2029-01-02\n\n- That.\n"
        assert notes("1.1.0", text) == "### Added\n\n- This."
        assert notes("1.0.0", text) == "- That."

    @pytest.mark.parametrize("text", ["## [Unreleased]\n\n- This.\n", "## [1.0.0] - unreleased\n", "## [1.0.0]\n"])
    def test_a_version_without_a_dated_section_is_not_released(self, text: str) -> None:
        with pytest.raises(ValueError, match=re.escape("[1.0.0]")):
            notes("1.0.0", text)

    def test_a_tag_of_another_version_is_not_released(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["v99.0.0"]) == 1
        assert f"v{disctui.__version__}" in capsys.readouterr().err

    def test_the_changelog_has_its_form(self) -> None:
        headings = re.findall(r"^## (.*)$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
        assert all(re.fullmatch(r"\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", each) for each in headings)
        kinds = re.findall(r"^### (.*)$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


class TestLowest:
    def test_a_lower_bound_becomes_a_constraint(self) -> None:
        assert lowest(["textual>=8.2.8,<9", "tomli-w >= 1.2"]) == ["textual==8.2.8", "tomli-w==1.2"]

    def test_a_requirement_without_one_is_refused(self) -> None:
        with pytest.raises(ValueError, match="numpy"):
            lowest(["numpy<3"])

    def test_every_dependency_has_one(self) -> None:
        assert len(lowest(PROJECT["dependencies"])) == len(PROJECT["dependencies"])
