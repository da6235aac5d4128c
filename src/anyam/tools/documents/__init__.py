"""Official documents: kinds, numbers, rendering, storage, verification codes, batches."""
