"""How a web server starts the site."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
application = get_wsgi_application()

# What is loaded now stays: to look through all of it for garbage would hold up every seventh page for a tenth of a second.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
