"""The pages of governance inside a trust."""

from django.urls import include, path

from trusts.views import audit, body, framework, item, record, record_act, record_home

an_item = [
    path("", item.ItemDetail.as_view(), name="item"),
    path("view/", item.ItemVote.as_view(), name="item-vote"),
    path("interest/", item.ItemInterest.as_view(), name="item-interest"),
    path("meeting/", item.ItemAgenda.as_view(), name="item-agenda"),
    path("record/", item.DecisionRecord.as_view(), name="decision-record"),
    path("withdraw/", item.ItemWithdraw.as_view(), name="item-withdraw"),
    path("conditions/<int:condition>/", item.ConditionClose.as_view(), name="condition-close"),
]
a_record = [
    path("", record.RecordDetail.as_view(), name="record"),
    path("edit/", record.RecordEdit.as_view(), name="record-edit"),
    path("thread/", record.RecordThread.as_view(), name="record-thread"),
    path("ask/<slug:question>/", record_act.RecordAsk.as_view(), name="record-ask"),
    path("confirm/<slug:code>/", record_act.RecordConfirm.as_view(), name="record-confirm"),
    path("link/<slug:field>/", record_act.RecordLink.as_view(), name="record-link"),
    path("link/<slug:field>/<int:other>/remove/", record_act.RecordUnlink.as_view(), name="record-unlink"),
    path("do/<slug:move>/", record_act.RecordMove.as_view(), name="record-move"),
    path("do/<slug:move>/rules/<str:gate>/", record_act.RecordOverride.as_view(), name="record-override"),
]
urlpatterns = [
    path("decisions/", item.ItemList.as_view(), name="items"),
    path("decisions/<int:item>/", include(an_item)),
    path("bodies/", body.BodyList.as_view(), name="bodies"),
    path("bodies/<slug:body>/", body.BodyDetail.as_view(), name="body"),
    path("bodies/<slug:body>/ask/<slug:question>/", body.BodyAsk.as_view(), name="body-ask"),
    path("bodies/<slug:body>/meetings/new/", body.MeetingCreate.as_view(), name="meeting-create"),
    path("meetings/<int:meeting>/", body.MeetingDetail.as_view(), name="meeting"),
    path("framework/", framework.FrameworkDetail.as_view(), name="framework"),
    path("framework/<int:number>/", framework.FrameworkVersion.as_view(), name="framework-version"),
    path("framework/<slug:part>/", framework.FrameworkPart.as_view(), name="framework-part"),
    path("framework/<int:number>/file/", framework.FrameworkFile.as_view(), name="framework-file"),
    path("framework/<int:number>/submit/", framework.FrameworkSubmit.as_view(), name="framework-submit"),
    path(
        "framework/<int:number>/<slug:part>/",
        framework.FrameworkVersionPart.as_view(),
        name="framework-version-part",
    ),
    path("records/", record_home.RecordsHome.as_view(), name="records-home"),
    path("records/in/<slug:group>/", record_home.RecordsGroup.as_view(), name="records-group"),
    path("records/broken/", record_home.BrokenThreads.as_view(), name="broken-threads"),
    path("records/<slug:kind>/", record.RecordList.as_view(), name="records"),
    path("records/<slug:kind>/new/", record.RecordMake.as_view(), name="record-make"),
    path("records/<slug:kind>/<int:number>/", include(a_record)),
    path("audit/", audit.AuditList.as_view(), name="audit"),
]
