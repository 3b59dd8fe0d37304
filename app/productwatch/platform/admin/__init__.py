"""What every page of the admin stands on: who may, how far is counted, and how writes go through the services."""
