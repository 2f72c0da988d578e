"""What may be asked about a design: why a line is what it is, what if an answer were another
one, and which open question matters most. Pure, like the advisor: each asks `design` again.
"""
