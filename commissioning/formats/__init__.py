"""How people here type dates and times."""
