"""What the services are made of: expressions, tables, the service itself and its blocks."""
