"""Files of products: imports and exports, the jobs that do them, and what stands in a row."""
