"""Which part of a list an address asks for: its order and its page are asked for, the length of a page is ours."""

import django_tables2 as tables
from django.http import HttpRequest

from trusts.forms.fields import whole_number

LENGTH = 50


def turn_to(table: tables.Table, request: HttpRequest) -> None:
    """Sort a list and turn to a page of it; a page that there is not is the first or the last."""
    tables.RequestConfig(request, paginate=False).configure(table)
    wanted = whole_number(request.GET.get(table.prefixed_page_field, "")) or 1
    table.paginate(per_page=LENGTH)
    table.page = table.paginator.page(max(1, min(wanted, table.paginator.num_pages)))
