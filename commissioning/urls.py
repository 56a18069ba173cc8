"""The map of the whole site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from commissioning.views import account, cycle, errors, exercise, gallery, home, step

site = [
    path("", account.Home.as_view(), name="home"),
    path("sign-in/", account.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", account.DemoSignIn.as_view(), name="demo-sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", account.Account.as_view(), name="account"),
    path("help/", account.Help.as_view(), name="help"),
    path("accessibility/", account.Accessibility.as_view(), name="accessibility"),
    path("health/", account.Health.as_view(), name="health"),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    site.append(path("components/", gallery.gallery, name="gallery"))

a_step = [
    path("", step.ExerciseStep.as_view(), name="exercise-step"),
    path("start/", step.StepStart.as_view(), name="step-start"),
    path("complete/", step.StepComplete.as_view(), name="step-complete"),
    path("not-needed/", step.StepSkip.as_view(), name="step-skip"),
    path("back/", step.StepBack.as_view(), name="step-back"),
    path("tick/", step.StepTick.as_view(), name="step-tick"),
    path("rules/<str:gate>/reason/", step.GateOverride.as_view(), name="gate-override"),
    path("ask/<slug:kind>/", step.ItemSubmit.as_view(), name="item-submit"),
    path("<slug:kind>/<slug:code>/", step.EntryRecord.as_view(), name="entry-record"),
    path("<slug:kind>/<slug:code>/remove/", step.EntryRemove.as_view(), name="entry-remove"),
    path("<slug:kind>/<slug:code>/file/", step.EntryFile.as_view(), name="entry-file"),
]
an_exercise = [
    path("", exercise.ExerciseDetail.as_view(), name="exercise"),
    path("edit/", exercise.ExerciseEdit.as_view(), name="exercise-edit"),
    path("assign/", exercise.ExerciseAssign.as_view(), name="exercise-assign"),
    path("timetable/", exercise.ExerciseSchedule.as_view(), name="exercise-schedule"),
    path("close/", exercise.ExerciseClose.as_view(), name="exercise-close"),
    path("steps/<slug:step>/", include(a_step)),
]
a_trust = [
    path("", home.TrustHome.as_view(), name="trust-home"),
    path("cycle/", cycle.CycleDetail.as_view(), name="cycle"),
    path("cycle/<slug:step>/", cycle.CycleStep.as_view(), name="cycle-step"),
    path("exercises/", exercise.ExerciseList.as_view(), name="exercises"),
    path("exercises/new/", exercise.ExerciseCreate.as_view(), name="exercise-create"),
    path("exercises/<int:number>/", include(an_exercise)),
    path("", include("needs.urls")),
    path("", include("trusts.urls")),
]
urlpatterns = [*site, path("<slug:trust>/", include(a_trust))]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
