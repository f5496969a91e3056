"""The demonstration area: invented places, schools, people and two years of their work."""
