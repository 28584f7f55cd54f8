from disctui_shelf_list import ShelfList

LIST = b"""\
# shelf list
Seven Samurai (1954) [Blu-ray Disc] @ Shelf 3

Stalker (1979) [DVD]; signed by the projectionist
M
(1954)
"""


def test_a_line_is_a_release() -> None:
    samurai, stalker, m, wrong = ShelfList().read(LIST, "list.txt")
    assert samurai.document == {
        "title": "Seven Samurai",
        "year": 1954,
        "specs": {"discs": ["Blu-ray Disc"]},
        "collection": {"location": "Shelf 3"},
    }
    assert samurai.line == 2
    assert stalker.kept[0].value == "signed by the projectionist"
    assert m.document == {"title": "M"}
    assert wrong.document == {}
    assert wrong.problems[0].line == 6


def test_it_knows_its_own_files_and_no_others() -> None:
    assert ShelfList().recognises(LIST, "list.txt") == 1.0
    assert ShelfList().recognises(b"Title,Year\n", "list.csv") == 0.0
