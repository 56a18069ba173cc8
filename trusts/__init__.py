"""WHO, and who may decide: trusts, blueprints, bodies, people, decisions, audit."""
