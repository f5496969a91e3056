"""The chase ladder: who is reminded of a return that is due, when, and in what words."""
