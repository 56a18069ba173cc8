"""THE CYCLE and the site: exercises walking the trust's own steps."""
