"""`python -m data_platform`: the same door as the command `data-platform`."""

from data_platform.cli import main

if __name__ == "__main__":
    main()
