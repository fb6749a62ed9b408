"""`python -m graders`: the command, where its own name is not on the path."""

from graders.cli import main

main()
