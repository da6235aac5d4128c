"""The entrance of school staff: frame, Hari ini, search, composed pages."""
