"""A school complains of the partnership: two stages, the second by the independent scrutineer; publication waits."""
