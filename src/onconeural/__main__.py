"""`python -m onconeural`: the command line, where its command is not on the path."""

from onconeural.cli import main

if __name__ == "__main__":
    main()
