"""What we hand over: the model, the checks that its sections agree, and its rendering."""
