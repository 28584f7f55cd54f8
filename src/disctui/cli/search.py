r"""Find releases by whatever is half remembered, best match first.

  disctui search kalatazov cranes
  disctui search director:kurosawa year:1950..1959 -genre:war
  disctui search --format '{id}\t{release.studio}' --sort year studio:criterion

A line that begins with ≈ has a word only misspelt, or misses one. `disctui fields` lists what field: may be.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence

from disctui.cli.exit_status import DONE, NOT_FOUND, USAGE
from disctui.cli.hit_lines import FormatRefused, Hit, of_columns, of_format, plain_line
from disctui.cli.output import print_json, say
from disctui.cli.query import QueryRefused, joined, read_query
from disctui.cli.whole_library import catalogue_of
from disctui.library.catalogue import Catalogue
from disctui.library.listing import SORTINGS, sorting
from disctui.library.opened import Opened
from disctui.library.standing import standing
from disctui.nearest import suggestion
from disctui.release.days import this_day
from disctui.safe_text import clean
from disctui.search.describe import read_as_word
from disctui.search.explain import explain, in_words
from disctui.search.hits import Hits
from disctui.search.query import Query, parse

_WAYS = [way.name for way in SORTINGS]
_LIMIT = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own words and flags."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words and field:value conditions")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--shelf", metavar="NAME", help="search on a shelf: one of disctui shelves")
    parser.add_argument("--films", action="store_true", help="by film: each film of a box set is a hit of its own")
    parser.add_argument(
        "--limit", type=_count, default=_LIMIT, metavar="N", help=f"print at most N hits (default: {_LIMIT})"
    )
    parser.add_argument("--stdin", action="store_true", help="answer one query a line, as one JSON document a line")
    parser.add_argument("--sort", choices=_WAYS, metavar="KEY", help=f"sort by one of {', '.join(_WAYS)}")
    parser.add_argument("--reverse", action="store_true", help="with --sort: the other way round")
    parser.add_argument("--personal", action="store_true", help="of equal hits first what you opened, saw or rated")
    lines = parser.add_mutually_exclusive_group()
    lines.add_argument("--ids", action="store_true", help="print the ids alone")
    lines.add_argument("--columns", metavar="KEY,KEY", help="print these keys, with tabs between them")
    lines.add_argument("--format", metavar="TEXT", help=r"print each hit as TEXT has it: '{id}\t{title}'")
    parser.add_argument("--explain", action="store_true", help="say which words were found where, and how")
    parser.add_argument("-0", "--null", action="store_true", help="end each line with a zero byte, for xargs -0")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


def run(arguments: argparse.Namespace) -> int:
    """Search; the exit status is 1 where nothing was found, 2 where the query can't be read."""
    try:
        line = _line_of(arguments)
        catalogue = catalogue_of(arguments) if arguments.shelf is not None else None
        text = joined(arguments.query) if catalogue is None else _on_shelf(catalogue, arguments)
        is_all = catalogue is not None and not text
        query = None if arguments.stdin else parse("") if is_all else read_query(text, is_whole=False)
    except FormatRefused as refused:
        say(refused.advice)
        return USAGE
    except QueryRefused as refused:
        say(refused.advice)
        if arguments.json:
            print_json(refused.document)
        return USAGE
    catalogue = catalogue or catalogue_of(arguments)
    if query is None:
        return _converse(catalogue, arguments)
    opened = _opened(catalogue, arguments)
    found = _found(catalogue, query, arguments, opened)
    if query.cut:
        say(f"{query.cut} words at the end were passed over")
    hits = _hits(catalogue, found, arguments)
    if arguments.json:
        document = answer(catalogue, query.text, found, hits)
        if arguments.explain:
            document["matched"] = {hit.id: explain(catalogue.index, query, hit.found_as) for hit in hits}
        print_json(document)
    else:
        for hit in hits:
            sys.stdout.write(line(catalogue, hit) + ("\0" if arguments.null else "\n"))
            sys.stdout.writelines(f"    {text}\n" for text in _explained(catalogue, query, hit, arguments))
        _say_what_is_left(found, arguments.limit)
    if not found.total:
        say("nothing found")
    if not found.exact_count and (instead := read_as_word(query)):
        say(instead)
    return DONE if found.total else NOT_FOUND


def _on_shelf(catalogue: Catalogue, arguments: argparse.Namespace) -> str:
    """The query of a shelf with what is typed beside it; its order and limit hold where no other is given.

    Raises:
        FormatRefused: there is no such shelf.
    """
    shelf = catalogue.shelves.named(arguments.shelf)
    if shelf is None:
        names = [one.name for one in catalogue.shelves.shelves]
        raise FormatRefused(f"there is no shelf {clean(arguments.shelf, 60)}", suggestion(arguments.shelf, names))
    if arguments.sort is None and shelf.sort:
        arguments.sort, arguments.reverse = shelf.sort.removeprefix("-"), shelf.sort.startswith("-")
    if shelf.limit is not None and arguments.limit == _LIMIT:
        arguments.limit = shelf.limit
    arguments.films = arguments.films or shelf.films
    return catalogue.shelves.query_of(shelf, joined(arguments.query))


def _found(catalogue: Catalogue, query: Query, arguments: argparse.Namespace, opened: Mapping[str, int] | None) -> Hits:
    """What a query finds, by release, or with --films by film, one hit for all editions of a film."""
    find = catalogue.films_found if arguments.films else catalogue.index.search
    return find(catalogue.shelves.meant(query), opened=opened)


def _opened(catalogue: Catalogue, arguments: argparse.Namespace) -> Mapping[str, int] | None:
    """With --personal how often each release was opened."""
    return Opened(catalogue.root).counts if arguments.personal else None


def _line_of(arguments: argparse.Namespace) -> Callable[[Catalogue, Hit], str]:
    if arguments.ids:
        return of_format("{id}")
    if arguments.columns is not None:
        return of_columns([name.strip() for name in arguments.columns.split(",") if name.strip()])
    return plain_line if arguments.format is None else of_format(arguments.format)


def _hits(catalogue: Catalogue, found: Hits, arguments: argparse.Namespace) -> list[Hit]:
    """The hits to print, in the order that was asked for."""
    if arguments.sort is None:
        names = found.ids(0, arguments.limit)
        return [Hit(name, not found.is_exact(rank), found.film_of(name)) for rank, name in enumerate(names)]
    in_order = catalogue.ids_by(sorting(arguments.sort), is_reversed=arguments.reverse, by_film=arguments.films)
    ranks = [(name, found.rank_of(name)) for name in in_order.among(found.slots)[: arguments.limit]]
    return [Hit(name, rank is None or not found.is_exact(rank), found.film_of(name)) for name, rank in ranks]


def _say_what_is_left(found: Hits, limit: int) -> None:
    if found.is_partial and found.total:
        say("nothing has all of the words; these miss some")
    if found.total > limit:
        say(f"{found.total - limit:,} more; --limit N shows them")


def _explained(catalogue: Catalogue, query: Query, hit: Hit, arguments: argparse.Namespace) -> list[str]:
    """With --explain a line for each free word of the query: how a hit has it, and where."""
    return in_words(explain(catalogue.index, query, hit.found_as)) if arguments.explain else []


def _converse(catalogue: Catalogue, arguments: argparse.Namespace) -> int:
    """Answer each line of standard input by one document, at once."""
    opened = _opened(catalogue, arguments)
    for line in sys.stdin.buffer:
        text = line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")
        try:
            query = read_query(text, is_whole=False) if text.strip() else parse(text)
        except QueryRefused as refused:
            print_json(refused.document)
            continue
        found = _found(catalogue, query, arguments, opened)
        print_json(answer(catalogue, text, found, _hits(catalogue, found, arguments)))
    return DONE


def answer(catalogue: Catalogue, text: str, found: Hits, hits: Sequence[Hit]) -> dict[str, object]:
    """The documented answer to a query."""
    listed = []
    today = this_day().toordinal()
    for hit in hits:
        listing = catalogue.listings[hit.id]
        rank = found.rank_of(hit.id)
        film = hit.film or listing.film
        listed.append(
            {
                "id": hit.id,
                "path": listing.path,
                "title": listing.title,
                "year": listing.year,
                "directors": listing.directors,
                "film": film or None,
                "film_title": catalogue.listings[hit.found_as].title if film else None,
                "score": 0.0 if rank is None else round(found.score(rank), 4),
                "near": hit.is_near,
                "state": standing(listing, today).word,
            }
        )
    return {"query": text, "total": found.total, "ms": round(found.ms, 2), "hits": listed}
