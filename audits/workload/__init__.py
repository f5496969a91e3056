"""Who reads how much: so that the lead can share returns out, never to rank readers."""
