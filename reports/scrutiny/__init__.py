"""The independent scrutineer tests the partnership's honesty: its days, overrides and complaints."""
