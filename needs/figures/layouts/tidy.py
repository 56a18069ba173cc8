"""Tables of nobody's layout whose headings speak for themselves: area, period, indicator, value."""

from needs.figures.headings import ROLE_OF, folded
from needs.figures.layouts.asked import Asked
from needs.figures.layouts.mapped import by_roles
from needs.figures.layouts.wide import grouped, sorted_columns
from needs.figures.plan import Plan


def recognise(heading: list[str], sample: list[list[str]], asked: Asked) -> Plan | None:
    """The plan of a tidy table; None unless place, time and figures are plain from the heading."""
    names = folded(heading)
    roles: dict[int, str] = {}
    for n, name in enumerate(names):
        role = ROLE_OF.get(name, "")
        if role and (role not in roles.values()):
            roles[n] = role
    held = set(roles.values()) | {role for role, said in asked.constants.items() if said}
    if not held & {"area-code", "area-name"} or "period" not in held:
        return None
    if "value" not in held:
        clear = {n for n, role in roles.items() if role in ("count", "denominator")}
        left = sorted_columns(heading, sample, set(roles) - clear)
        if not left.figures or left.words:
            return None
        roles = {n: role for n, role in roles.items() if n not in clear}
        return by_roles(heading, roles, asked, layout="Tidy table", measures=grouped(heading, left.figures))
    return by_roles(heading, roles, asked, layout="Tidy table")
