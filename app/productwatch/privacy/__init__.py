"""What somebody may ask of us about their own data: all of it as a file, and that it goes."""
