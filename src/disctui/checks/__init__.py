"""What is wrong in a library, found by named rules over good releases and reported with place and remedy."""
