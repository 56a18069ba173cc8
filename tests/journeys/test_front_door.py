"""The way in, as every person meets it first: on a desk, on a phone, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_signing_in_on_a_desk(page, site, sign_in, axe):
    page.goto("/sign-in/")
    assert not axe(page)
    sign_in(page, min(site.people))
    expect(page.locator("h1")).to_be_visible()
    assert not axe(page)


def test_signing_in_on_a_phone_needs_no_sideways_scrolling(phone, site, sign_in, axe):
    sign_in(phone, min(site.people))
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not axe(phone)


def test_signing_in_without_javascript(plain, site, sign_in):
    sign_in(plain, min(site.people))
    expect(plain.locator("h1")).to_be_visible()


def test_a_wrong_password_is_said_so_and_the_name_is_kept(page, site):
    page.goto("/sign-in/")
    form = page.locator("form:has(input[name=password])")
    form.locator("input[name=username]").fill(min(site.people))
    form.locator("input[name=password]").fill("not the password")
    form.locator("[type=submit]").first.click()
    expect(page).to_have_title(re.compile("error", re.IGNORECASE))
    expect(form.locator("input[name=username]")).to_have_value(min(site.people))


def test_a_stranger_is_led_to_the_door(page):
    page.goto("/medway/")
    expect(page).to_have_url(re.compile(r"/sign-in/\?next="))
