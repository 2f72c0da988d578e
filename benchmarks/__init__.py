"""Measures of the advisor against what others published. No part of the program."""
