"""Prices over time: what the git history of a release's file tells, and what of a repository is never run."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from disctui.library.price_history import NoHistory, PriceHistories, PriceHistory, PricePoint, price_lines
from disctui.release.model import Price
from test_cli import cli
from tui.driving import opened

__all__ = ["cli"]  # the fixture

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
FILE = 'title = "Alien"\nyear = 1979\n\n[price]\ncurrency = "USD"\nlist = 39.95\n'
ME = {"GIT_AUTHOR_NAME": "me", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "me", "GIT_COMMITTER_EMAIL": "a@b"}
SALES = (None, 27.88, 19.98, 31.0, 24.0)
DAYS = ("2024-03-01", "2024-05-02", "2025-11-28", "2025-11-29", "2025-12-02")


def git(folder: Path, *words: str, **variables: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environ = clean | ME | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull} | variables
    return subprocess.run(
        ["git", "-C", str(folder), *words], check=True, env=environ, capture_output=True, text=True
    ).stdout


def commit(root: Path, message: str, day: str = "2024-01-01", *more: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message, *more, GIT_AUTHOR_DATE=f"{day}T12:00:00", GIT_COMMITTER_DATE=f"{day}T12:00:00")


def repository(root: Path) -> Path:
    """A library with five prices of one release, which was renamed on the way, and a commit that changes none."""
    root.mkdir()
    git(root, "init", "-q")
    for number, (sale, day) in enumerate(zip(SALES, DAYS, strict=True)):
        name = "alien.toml" if number < 3 else "alien-1979.toml"
        if number == 3:
            git(root, "mv", "alien.toml", name)
            commit(root, "rename", day)
        (root / name).write_text(FILE if sale is None else f"{FILE}sale = {sale}\n")
        commit(root, f"look {number}\x1b[31m", day)
    (root / name).write_text((root / name).read_text() + "\n[collection]\nrating = 4\n")
    commit(root, "rate it", "2026-01-01")
    return root


def history(root: Path, path: str = "alien-1979.toml") -> PriceHistory:
    return PriceHistories(str(root)).of(path)


def test_five_prices_are_five_rows_through_a_rename_and_a_line_of_five(tmp_path: Path, cli: Any) -> None:
    root = repository(tmp_path / "library")
    rows = cli("prices", "alien-1979", "--json", "-l", root).json
    assert [(row["date"], row["sale"]) for row in rows] == list(zip(DAYS, SALES, strict=True))[::-1]
    assert {row["list"] for row in rows} == {39.95}
    assert all(len(row["commit"]) == 40 for row in rows)
    found = history(root)
    assert found.in_words == "█▆▄▆▅  27.88 → 19.98 → 31.00 → 24.00   since 2024-03"
    assert found.lowest_in_words == "lowest $19.98 on 2025-11-28"
    ran = cli("prices", "alien-1979", "-l", root)
    assert ran.out.splitlines()[2].split() == ["date", "list", "sale", "third", "party", "commit"]
    assert ran.out.splitlines()[3].split() == ["2025-12-02", "$39.95", "$24.00", "–", "look", "4␛[31m"]
    git(root, "checkout", "-q", "HEAD~2")
    assert PriceHistories(str(root)).of("alien-1979.toml").points[0].price.sale == 31.0
    (root / "new.toml").write_text(FILE)
    assert cli("prices", "new", "-l", root).err == "disctui: no price history: no commit holds it yet\n"


async def test_the_release_tab_shows_the_line_of_prices_and_the_least_and_a_key_lists_them(tmp_path: Path) -> None:
    root = repository(tmp_path / "library")
    file = root / "alien-1979.toml"
    file.write_text(file.read_text().replace("\n\n[coll", "\nchecked = 2020-01-02\ntarget = 20\n\n[coll"))
    (root / "new.toml").write_text('title = "Zardoz"\n[price]\nlist = 5\n')
    async with opened(root, size=(120, 36)) as browser:
        await browser.press("enter", "2")
        await browser.wait_for(lambda: "Lowest" in browser.facts, "what git tells")
        assert "Sale price $24.00 (40 % off)" in browser.facts
        assert "My price $20.00 $4.00 to go" in browser.facts
        assert "Price history █▆▄▆▅ 27.88 → 19.98 → 31.00 → 24.00 since 2024-03" in browser.facts
        assert "Lowest $19.98 on 2025-11-28" in browser.facts
        assert re.search(r"Looked up 2020-01-02, \d+ years ago", browser.facts)
        await browser.press("dollar_sign")
        await browser.wait_for("2024-03-01")
        assert "2025-12-02" in browser.text()
        await browser.press("escape", "j", "dollar_sign")
        await browser.wait_for_toast("No price history: no commit holds it yet")
        assert "Price history" not in browser.facts


def test_slips_and_other_currencies_are_listed_and_not_drawn() -> None:
    prices = [("USD", 39.95), ("EUR", 35.0), ("USD", 3995.0), ("USD", 2.0), ("USD", 20.0), ("USD", 30.0)]
    points = [
        PricePoint(f"2024-01-0{number}", Price(currency=currency, list=amount), "", "")
        for number, (currency, amount) in enumerate(prices, 1)
    ]
    found = PriceHistory(tuple(points[::-1]))
    assert found.in_words == "█▄▆  39.95 → 20.00 → 30.00   since 2024-01"
    assert found.lowest_in_words == "lowest $20.00 on 2024-01-05"
    assert len(price_lines(found)) == 2 + 1 + 6
    assert price_lines(found, 30)[:7] == [
        "█▄▆  since 2024-01",
        "39.95 → 20.00 → 30.00",
        "lowest $20.00 on 2024-01-05",
        "",
        "date             list",
        "  commit",
        "2024-01-06     $30.00",
    ], "in a narrow window what has no amount is left out, and a commit's words stand below its prices"
    assert PriceHistory().in_words == PriceHistory(tuple(points[:1])).in_words == ""


def test_where_git_tells_nothing_one_quiet_line_says_so(
    tmp_path: Path, cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "plain"
    bare.mkdir()
    (bare / "a.toml").write_text(FILE)
    ran = cli("prices", "a", "--json", "-l", bare)
    assert (ran.status, ran.json, ran.err) == (1, [], "disctui: no price history: the library is not under git\n")
    assert cli("prices", "b", "-l", bare).status == 1
    root = repository(tmp_path / "library")
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", "shallow")
    assert [point.price.sale for point in history(tmp_path / "shallow").points] == [24.0]
    git(bare, "init", "-q")
    git(bare, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(root), "mine")
    assert len(PriceHistories(str(bare)).of("mine/alien-1979.toml").points) == 5
    git(root, "config", "remote.origin.promisor", "true")
    with pytest.raises(NoHistory, match="partial copy"):
        history(root)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli("prices", "a", "-l", bare).err == "disctui: no price history: git is not installed\n"


def test_nothing_that_a_repository_names_is_run(tmp_path: Path) -> None:
    root, sign = repository(tmp_path / "library"), tmp_path / "owned"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho run >> {sign}\ncat\n")
    trap.chmod(0o755)
    (root / ".gitattributes").write_text("*.toml diff=trap filter=trap\n")
    signed = git(root, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n\n", 1
    )
    written = subprocess.run(
        ["git", "-C", str(root), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=signed, check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    git(root, "update-ref", "HEAD", written)
    for name, value in {
        "core.fsmonitor": str(trap), "gpg.program": str(trap), "log.showSignature": "true", "diff.external": str(trap),
        "diff.trap.textconv": str(trap), "diff.trap.command": str(trap), "filter.trap.smudge": str(trap),
        "filter.trap.clean": str(trap), "core.pager": str(trap), "core.editor": str(trap), "core.sshCommand": str(trap),
        "remote.origin.url": "ext::" + str(trap), "remote.origin.uploadpack": str(trap), "alias.log": f"!{trap}",
        "core.hooksPath": str(tmp_path), "pager.log": "true", "protocol.ext.allow": "always",
    }.items():  # fmt: skip
        git(root, "config", name, value)
    found = history(root)
    assert len(found.points) == 5
    assert not sign.exists()
    git(root, "config", "remote.origin.promisor", "true")
    with pytest.raises(NoHistory):
        history(root)
    assert not sign.exists()
    git(root, "log", "-p", "--ext-diff", "-1")
    assert sign.exists(), "what git runs where nobody stops it"
