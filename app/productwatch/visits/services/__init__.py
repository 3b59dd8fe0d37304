"""Recording visits, bringing them to Postgres, and what both need done around them."""
