"""What a school does about what it is asked: one list with owners and dates, and somebody else who looks."""
