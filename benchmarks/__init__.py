"""The cost of components and settings: previews of the program and of a flat program."""
