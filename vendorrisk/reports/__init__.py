"""Documents that people read: attestation pages, gap lists, comparisons."""
