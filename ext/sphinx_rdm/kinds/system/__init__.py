"""Systems on which data are kept or computed on."""
