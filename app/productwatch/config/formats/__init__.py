"""How pages write times: as ISO 8601 does, in UTC, so that they sort and are the same for everybody."""
