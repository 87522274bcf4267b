"""What fork servers load, so that the plugins and programs forked from them need not.

A module here is imported for its side effect alone; `simulator/engine.py` names it.
"""
