"""What a web server does once, before it answers anybody."""

import gc


def test_what_a_web_server_has_loaded_is_not_looked_through_for_garbage():
    import commissioning.wsgi  # noqa: F401, PLC0415 (it loads the site once more)

    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert frozen > 50_000
