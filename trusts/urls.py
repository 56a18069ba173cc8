"""The pages of governance inside a trust."""

from django.urls import include, path

from trusts.views import audit, body, framework, item

an_item = [
    path("", item.ItemDetail.as_view(), name="item"),
    path("view/", item.ItemVote.as_view(), name="item-vote"),
    path("interest/", item.ItemInterest.as_view(), name="item-interest"),
    path("record/", item.DecisionRecord.as_view(), name="decision-record"),
    path("withdraw/", item.ItemWithdraw.as_view(), name="item-withdraw"),
    path("conditions/<int:condition>/", item.ConditionClose.as_view(), name="condition-close"),
]
urlpatterns = [
    path("decisions/", item.ItemList.as_view(), name="items"),
    path("decisions/<int:item>/", include(an_item)),
    path("bodies/", body.BodyList.as_view(), name="bodies"),
    path("bodies/<slug:body>/", body.BodyDetail.as_view(), name="body"),
    path("bodies/<slug:body>/meetings/new/", body.MeetingCreate.as_view(), name="meeting-create"),
    path("meetings/<int:meeting>/", body.MeetingDetail.as_view(), name="meeting"),
    path("framework/", framework.FrameworkDetail.as_view(), name="framework"),
    path("framework/<int:number>/", framework.FrameworkVersion.as_view(), name="framework-version"),
    path("framework/<int:number>/file/", framework.FrameworkFile.as_view(), name="framework-file"),
    path("framework/<int:number>/submit/", framework.FrameworkSubmit.as_view(), name="framework-submit"),
    path("audit/", audit.AuditList.as_view(), name="audit"),
]
