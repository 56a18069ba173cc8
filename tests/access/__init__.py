"""Who may do what on every page of the site, and what nobody may see of a trust that is not theirs."""
