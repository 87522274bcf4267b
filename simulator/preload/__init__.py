"""Modules that fork servers import, so that the processes forked from them start faster.

Each module here is imported for its side effects; `simulator/engine.py` names it.
"""
