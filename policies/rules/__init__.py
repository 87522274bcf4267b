"""The rules of the pack, a file a subject. They know nothing of the program that they judge."""
