"""Pictures that strangers send: what they are by their bytes, and what may be shown of them."""
