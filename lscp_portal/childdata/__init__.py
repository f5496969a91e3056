"""Finds words that could point at a child, on this machine only. Nothing found is ever logged, mailed or sent away."""
