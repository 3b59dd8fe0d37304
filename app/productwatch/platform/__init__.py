"""What every domain needs and none owns: each file is one idea, with no model and no domain in it."""
