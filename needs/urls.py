"""The pages of needs inside a trust."""

from django.urls import include, path

from needs.views import answer, batch, boundary, data, dataset

a_file = [
    path("", batch.BatchDetail.as_view(), name="batch"),
    path("rows-not-kept/", batch.BatchFaults.as_view(), name="batch-faults"),
    path("columns/", batch.BatchExplain.as_view(), name="batch-explain"),
    path("save/", batch.BatchSave.as_view(), name="batch-save"),
    path("stop/", batch.BatchStop.as_view(), name="batch-stop"),
    path("again/", batch.BatchResume.as_view(), name="batch-resume"),
    path("dataset/", dataset.BatchRelease.as_view(), name="batch-release"),
    path("undo/", batch.BatchUndo.as_view(), name="batch-undo"),
]
urlpatterns = [
    path("data/", data.DataHome.as_view(), name="data"),
    path("data/indicators/", data.IndicatorList.as_view(), name="indicators"),
    path("data/indicators/<int:indicator>/", data.IndicatorDetail.as_view(), name="indicator"),
    path("data/indicators/<int:indicator>/edit/", data.IndicatorEdit.as_view(), name="indicator-edit"),
    path("data/indicators/<int:indicator>/<slug:question>/", answer.IndicatorAnswer.as_view(), name="answer"),
    path(
        "data/indicators/<int:indicator>/<slug:question>/use/", answer.AnswerUse.as_view(), name="answer-use"
    ),
    path("data/profile/", answer.NeedsProfile.as_view(), name="profile"),
    path("data/profile/use/", answer.ProfileUse.as_view(), name="profile-use"),
    path("records/evidence/<int:number>/figures/<slug:kind>/", answer.ExhibitFile.as_view(), name="exhibit"),
    path("data/areas/", data.AreasDetail.as_view(), name="areas"),
    path("data/areas/edit/", data.AreasEdit.as_view(), name="areas-edit"),
    path("data/areas/boundaries/", boundary.BoundariesBring.as_view(), name="boundaries-bring"),
    path("data/areas/boundaries/take-out/", boundary.BoundariesTakeOut.as_view(), name="boundaries-take-out"),
    path("data/datasets/new/", dataset.DatasetMake.as_view(), name="dataset-make"),
    path("data/datasets/<int:dataset>/edit/", dataset.DatasetEdit.as_view(), name="dataset-edit"),
    path("data/files/new/", batch.BatchCreate.as_view(), name="batch-create"),
    path("data/files/<int:batch>/", include(a_file)),
]
