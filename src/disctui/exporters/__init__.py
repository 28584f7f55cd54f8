"""The library, or what a query finds, as other programs and people read it: one small file per format."""
