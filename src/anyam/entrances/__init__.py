"""Ways into the house, by audience; no models."""
