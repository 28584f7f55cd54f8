"""Covers as pictures in the terminal. No part of it ever asks the terminal anything: the environment decides."""
