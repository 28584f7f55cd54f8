"""`python -m disctui`, and the `disctui` command."""

import sys


def main() -> None:
    """Run the command line to its exit status."""
    from disctui.cli import run  # noqa: PLC0415 - so that Ctrl+C while importing is met by Python alone

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
