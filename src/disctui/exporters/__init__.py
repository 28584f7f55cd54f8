"""The library, or what a query finds, in other formats: one small file each."""
