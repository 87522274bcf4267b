"""What components and settings cost: previews of the program against the same resources flat."""
