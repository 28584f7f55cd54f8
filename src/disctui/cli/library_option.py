"""Which library a command works on."""

from argparse import Namespace

from disctui.cli.output import say
from disctui.library.locations import library_folder
from disctui.settings import read_settings


class Ended(SystemExit):
    """The command ends here with a status, its message said."""


def root_of(arguments: Namespace) -> tuple[str, bool]:
    """The folder of the library that a command works on, and whether it is the sample; says so where it is."""
    root, is_sample = library_folder(arguments.library, read_settings())
    if is_sample:
        say("this is the sample library that comes with disctui; -l DIR names another one")
    return root, is_sample
