"""What the project makes of itself: the generated parts of the README and its pictures."""
