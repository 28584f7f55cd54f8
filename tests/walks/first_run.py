"""The first start, an empty library, and a folder that is not there yet."""

from .person import Person
from .seen import expects, line, no
from .walk import walk


@walk
def a_first_start_leads_to_a_library_of_ones_own(person: Person) -> None:
    """The sample says that nothing is saved; `N enter enter` makes a library, which the next start opens."""
    with person.opens_nothing():
        person.sees("95 rel", "sample library" if person.is_at_least(60, 18) else "rel")
        person.keeps_a_picture("sample")
        person.goes_to_the_list()
        person.presses("N")
        person.sees("~/discs")
        person.keeps_a_picture("new library")
        person.presses("enter")
        person.sees("~/discs", "no releases" if person.is_at_least(60) else "releases", no("will be made"))
        person.keeps_a_picture("empty")
        person.presses("q")
        person.terminal.end()
    settings = (person.home / "config" / "disctui" / "config.toml").read_text("utf-8")
    expects('library = "~/discs"' in settings, "the library in config.toml", settings)
    (person.home / "discs" / "m.toml").write_text('title = "M"\n', "utf-8")
    with person.opens_nothing():
        person.sees("1 release")


@walk
def an_empty_library_names_the_next_keys(person: Person) -> None:
    """An empty folder says what to do next: a first release, an import, a library elsewhere; `n` begins the first."""
    folder = person.home / "empty"
    folder.mkdir()
    with person.opens(str(folder)):
        person.sees("n  ", "I  ", "N  " if person.is_at_least(0, 18) else "N new library")
        person.keeps_a_picture("empty")
        person.presses("n")
        person.sees("new release")


@walk
def a_folder_that_is_not_there_is_made_by_a_key(person: Person) -> None:
    """A library that is not there, as after a disk was changed, says so, and `N` makes it."""
    folder = person.home / "not" / "here"
    person.sets(f'library = "{folder}"\n')
    with person.opens_nothing():
        person.sees(line("N", "makes it") if person.is_at_least(0, 18) else "N new library")
        person.presses("N")
        person.sees("will be" if person.is_at_least(60) else "here")
        person.presses("enter")
        person.sees_that(folder.is_dir, "the folder")


@walk
def the_sample_says_why_it_cannot_be_changed(person: Person) -> None:
    """In the sample library keys that write say why not and what to do; the footer leaves them out."""
    with person.opens_nothing():
        person.sees("95 rel")
        person.goes_to_the_list()
        person.sees(no("w seen"))
        person.presses("w")
        person.sees("sample")
        if not person.is_at_least(0, 18):
            expects(
                "nothing is saved" not in person.terminal.text, "rows in the place of a banner", person.terminal.text
            )
