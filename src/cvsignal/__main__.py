"""``python -m cvsignal``."""

from cvsignal.cli import main

if __name__ == "__main__":
    main()
