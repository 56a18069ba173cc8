"""The pages outside any trust: signing in, choosing a trust, help."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import TemplateView, View

from commissioning.demo.people import demo_people, demo_usernames
from commissioning.forms.account import PasswordForm, SignInForm
from trusts.forms.base import KEPT
from trusts.governance.permissions import standings
from trusts.models import Person


class Home(View):
    """The person's only trust, or a choice of theirs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Go on to the trust, or ask which."""
        mine = standings(request.user)
        if len(mine) == 1:
            return redirect(mine[0].trust)
        trusts = [standing.trust for standing in mine]
        return render(request, "commissioning/choose.html", {"heading": "Your trusts", "trusts": trusts})


class SignIn(LoginView):
    """Sign in with name and password; in demo mode, as a demo person in one click."""

    template_name = "commissioning/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The demo people, and whether text is waiting for whoever signs in."""
        people = demo_people() if settings.DEMO else []
        kept = KEPT in self.request.session
        return super().get_context_data(heading="Sign in", demo_people=people, kept=kept, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class DemoSignIn(View):
    """Sign in as a demo person; only in demo mode, which a production site refuses."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in, and go on."""
        known = demo_usernames()
        if not settings.DEMO or request.POST.get("username") not in known:
            raise Http404("No such page.")
        person = get_object_or_404(Person, username=request.POST["username"], is_active=True)
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        onward = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
        return redirect(onward if safe else settings.LOGIN_REDIRECT_URL)


def too_many_tries(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """Somebody guessed too often at one name from one place: nothing is tried for a while."""
    return render(request, "commissioning/too_many_tries.html", {"heading": "Try again later"}, status=429)


class Account(SuccessMessageMixin, PasswordChangeView):
    """Who the person is here, and a new password for them."""

    template_name = "commissioning/account.html"
    form_class = PasswordForm
    success_url = reverse_lazy("home")
    success_message = "Your password is changed."

    def form_invalid(self, form: PasswordForm) -> HttpResponse:
        """Back to the form, as every form of the site that will not do."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        held = [
            (standing.trust, sorted(standing.trust.framework.roles[code].label for code in standing.roles))
            for standing in standings(self.request.user)
        ]
        more = {"heading": "Your account", "submit": "Change password", "cancel_url": reverse_lazy("home"),
                "held": held}  # fmt: skip
        return super().get_context_data(**(more | kwargs))


@method_decorator(login_not_required, name="dispatch")
class Help(TemplateView):
    """How the product thinks, in plain words."""

    template_name = "commissioning/help.html"
    extra_context = {"heading": "Help"}


@method_decorator(login_not_required, name="dispatch")
class Accessibility(TemplateView):
    """The accessibility statement."""

    template_name = "commissioning/accessibility.html"
    extra_context = {"heading": "Accessibility statement"}


@method_decorator(login_not_required, name="dispatch")
class Health(View):
    """Whether the site and its database answer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask the database."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return JsonResponse({"status": "well"})
