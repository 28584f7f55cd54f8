"""Changes as one types them: understood, checked against the model, previewed, and carried out exactly as reported."""

import datetime
from pathlib import Path

import pytest

from disctui.editing.changes import Change, ChangeError, Edit, plan
from disctui.editing.editor import Editor
from disctui.release.model import TOML, keys

FILES = {
    "a.toml": b'title = "Ran"\nyear = 1985 # film\n\n[collection]\ntags = ["war"]\n',
    "b.toml": b'title = "Ikiru"\n[collection]\ntags = ["war", "noir"]\n',
    "broken.toml": b"title = \n",
}


@pytest.fixture
def editor(library: Path, tmp_path: Path) -> Editor:
    return Editor(str(library), tmp_path / "state", discard=Path.unlink)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "library"
    root.mkdir()
    for name, data in FILES.items():
        (root / name).write_bytes(data)
    return root


@pytest.mark.parametrize(
    ("text", "path", "operation", "value"),
    [
        ("title=The Cranes Are Flying", ("title",), "=", "The Cranes Are Flying"),
        ('title="Ran"', ("title",), "=", "Ran"),
        ('title="Crocodile" Dundee', ("title",), "=", '"Crocodile" Dundee'),
        ("title = a=b!", ("title",), "=", "a=b!"),
        ("title=1984", ("title",), "=", "1984"),
        ("year=1957", ("year",), "=", 1957),
        ("synopsis=two\nlines\n", ("synopsis",), "=", "two\nlines\n"),
        ("price.list = 39.95", ("price", "list"), "=", 39.95),
        ("price.in_stock=true", ("price", "in_stock"), "=", True),
        ("release.date=2020-03-24", ("release", "date"), "=", datetime.date(2020, 3, 24)),
        ("release.date=2020-03", ("release", "date"), "=", "2020-03"),
        ("release.date=2020", ("release", "date"), "=", "2020"),
        ("release.spine=1002", ("release", "spine"), "=", 1002),
        ("release.spine=007", ("release", "spine"), "=", "007"),
        ("release.upc=715515242615", ("release", "upc"), "=", "715515242615"),
        ("collection.status=sold", ("collection", "status"), "=", "sold"),
        ("collection.tags+=noir", ("collection", "tags"), "+=", ["noir"]),
        ('collection.tags += ["a", "b"]', ("collection", "tags"), "+=", ["a", "b"]),
        ("collection.tags-=1999", ("collection", "tags"), "-=", ["1999"]),
        ("collection.watched+=2024-01-02", ("collection", "watched"), "+=", [datetime.date(2024, 1, 2)]),
        ("cast=Toshiro Mifune", ("cast",), "=", ["Toshiro Mifune"]),
        ("films[2].year=1994", ("films", 1, "year"), "=", 1994),
        ("year!", ("year",), "!", None),
        ("price !", ("price",), "!", None),
        ("mine.shelf=3", ("mine", "shelf"), "=", 3),
        ('"my key"=some text', ("my key",), "=", "some text"),
        ('mine."a.b"+=x', ("mine", "a.b"), "+=", ["x"]),
    ],
)
def test_a_change_is_understood(text: str, path: tuple[str | int, ...], operation: str, value: TOML) -> None:
    change = Change.parse(text)
    assert (change.path, change.operation, change.value) == (path, operation, value)
    assert type(change.value) is type(value)


@pytest.mark.parametrize(
    ("text", "says", "remedy"),
    [
        ("year=abc", "year must be a whole number", "year = 1957"),
        ("year=1600", "year must be from 1870", None),
        ("price.list=39,95", "price.list must be an amount", "list = 39.95"),
        ("price.list=-1", "price.list must be", None),
        ("collection.rating=4.2", "collection.rating must be from 0.5 to 5", None),
        ("collection.status=lost", '"wishlist"', None),
        ("collection.bought=2024-02-30", "collection.bought must be a date", "2020-03-24"),
        ("collection.watched+=soon", "collection.watched must be a date", "2020-03-24"),
        ("release.upc=715515242616", "check digit", "digits"),
        ("price.currency=euro", "currency", "USD"),
        ("price.store_url=javascript:alert(1)", "http", None),
        ("films[1].year=x", "films[1].year must be", None),
        ("films=[{year = 1}]", "no title", "title"),
        ('cast=["A", 1]', "each of cast must be text", "quotes"),
        ("cast=[A, B]", "cast is no TOML list", '["'),
        ("title=", "title would be empty", "title!"),
        ("title!", "can't be removed", "title="),
        ("year+=1", "year holds one value", "year="),
        ("runtime=96", "specs.length", "specs.length"),
        ("studio=Toho", "release.studio", "release.studio"),
        ("specail_features+=x", "special_features", "special_features"),
        ("price=3", "price is a table", "price.currency"),
        ("films[0].year=1999", "films[0].year is not a key", "films[1]"),
        ("year", "not a change", "key=value"),
        ("=1", "not a change", "key=value"),
        ("a..b=1", "not a key", None),
        ("title=\ud800", "half a character", None),
    ],
)
def test_a_change_that_makes_no_sense_names_the_place_and_the_remedy(text: str, says: str, remedy: str | None) -> None:
    with pytest.raises(ChangeError) as caught:
        Change.parse(text)
    assert says in caught.value.advice
    assert remedy is None or remedy.replace("title!", "key!") in (caught.value.hint or "")


def test_every_key_of_the_format_takes_what_it_means() -> None:
    examples: dict[str, str] = {
        "text": "x",
        "long text": "x",
        "list of texts": "x",
        "text or whole number": "5",
        "whole number": "1999",
        "number": "4.5",
        "amount of money": "1",
        "true or false": "false",
        "date": "2024-01-31",
        "date or part of one": "2024",
        "list of dates or parts of them": "2024-01",
        "amount of money or percent off": "-40%",
        "list of loans": '{to = "x"}',
        "choice": "owned",
        "currency code": "EUR",
        "bar code": "715515242615",
        "web address": "https://example.org/x",
        "path of a picture": "x.jpg",
        "list of films": '[{title = "x"}]',
    }
    for key in keys().values():
        change = Change.of(key.name, "=", examples[key.kind])
        result = plan({"a.toml": FILES["a.toml"]}, [change])
        assert len(result.edits) == 1, key.name
        assert not result.refused


def test_a_plan_says_of_every_file_what_would_become_of_it_and_touches_none(library: Path) -> None:
    result = plan(FILES, [Change.parse("collection.tags+=noir")])
    assert [edit.path for edit in result.edits] == ["a.toml"]
    assert result.unchanged == ("b.toml",)
    assert [(refusal.path, "line 1" in refusal.message) for refusal in result.refused] == [("broken.toml", True)]
    assert result.edits[0].diff == (
        "--- a.toml\n+++ a.toml\n@@ -2,4 +2,4 @@\n year = 1985 # film\n \n [collection]\n"
        '-tags = ["war"]\n+tags = ["war", "noir"]\n'
    )
    assert {path.name: path.read_bytes() for path in library.iterdir()} == FILES


def test_a_diff_tells_of_a_missing_final_newline() -> None:
    diff = Edit(path="a.toml", before=b"year = 1", after=b"year = 2\n").diff
    assert diff.endswith("-year = 1\n\\ No newline at end of file\n+year = 2\n")


def test_several_changes_of_one_file_are_all_made_or_none() -> None:
    deeper = Change(path=("title", "deeper"), operation="=", value=1)
    result = plan({"a.toml": FILES["a.toml"]}, [Change.parse("year=1999"), deeper])
    assert len(result.refused) == 1
    assert result.edits == ()


def test_what_the_format_would_not_take_is_refused_even_where_toml_would() -> None:
    change = Change(path=("year",), operation="=", value="soon")
    assert "year" in plan({"a.toml": FILES["a.toml"]}, [change]).refused[0].message


def test_carrying_out_changes_the_files_and_reports_each(library: Path, editor: Editor) -> None:
    result = plan(FILES, [Change.parse("collection.tags-=war"), Change.parse("collection.location=Shelf 3")])
    (library / "b.toml").write_bytes(b'title = "mine"\n')
    outcome = editor.apply(result.edits, "move to Shelf 3")
    assert [step.file.name for step in outcome.done] == ["a.toml"]
    assert [(failure.file.name, failure.current) for failure in outcome.failed] == [("b.toml", b'title = "mine"\n')]
    assert (library / "a.toml").read_bytes() == (
        b'title = "Ran"\nyear = 1985 # film\n\n[collection]\ntags = []\nlocation = "Shelf 3"\n'
    )
    assert (library / "b.toml").read_bytes() == b'title = "mine"\n'


def test_many_files_are_changed_as_one_action(library: Path, editor: Editor) -> None:
    files = {f"shelf/{number}.toml": b'title = "%d"\n' % number for number in range(300)}
    (library / "shelf").mkdir()
    for path, data in files.items():
        (library / path).write_bytes(data)
    outcome = editor.apply(plan(files, [Change.parse("collection.tags+=new")]).edits, "tag 300")
    assert len(outcome.done) == 300
    assert len(editor.entries()) == 1
    editor.undo()
    assert all((library / path).read_bytes() == data for path, data in files.items())
