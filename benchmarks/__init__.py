"""Measurements of the search beside what people would use instead."""
