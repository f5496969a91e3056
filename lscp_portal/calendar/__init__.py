"""Working days in England."""
