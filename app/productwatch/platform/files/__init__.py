"""Where files are kept: Django's storages, of which one is the default by the settings.

In a folder (Django's own), in a bucket (`s3`), or nowhere (`nowhere`). All may raise FilesAway, nowhere NoFiles.
"""

UNCHANGING = "public, max-age=31536000, immutable"
"""The Cache-Control of files whose names are made of their content."""
