"""Sources, asked through the command line; the films are invented, as are the people in them."""
