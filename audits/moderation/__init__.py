"""A second pair of eyes: which returns are read twice, without seeing the first, and how two readings become one."""
