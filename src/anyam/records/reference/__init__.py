"""Room reference: regions, spectrum of expertise, industry codes, holidays and dated legal parameters."""
