"""Phase 1, pemetaan mitra: partners and the courting of them."""
