"""Phase 4, pelaksanaan: what people do during a partnership."""
