"""The administration as Django knows it: its own site instead of the one that comes with Django."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin with our front door."""

    default_site = "trusts.administration_site.Administration"
