from django.urls import path

from jiezhi.assessment.views import above, briefs, evenness, figures, scores, weights

app_name = "assessment"
urlpatterns = [
    path("scores/", scores.scores, name="scores"),
    path("scores/weights/", weights.weights, name="weights"),
    path("scores/above/", above.counts, name="above"),
    path("scores/above/<uuid:score_id>/", above.count, name="above_count"),
    path("scores/above/<uuid:score_id>/back/", above.take_back, name="take_back"),
    path("scores/objections/", scores.objections, name="objections"),
    path("scores/objections/<uuid:objection_id>/decide/", scores.decide, name="decide"),
    path("scores/objections/<uuid:objection_id>/back/", scores.withdraw, name="withdraw"),
    path("scores/<str:kind>/<uuid:subject_id>/", scores.card, name="card"),
    path("scores/<str:kind>/<uuid:subject_id>/<str:indicator>/", scores.behind, name="behind"),
    path("scores/<str:kind>/<uuid:subject_id>/<str:indicator>/object/", scores.objected, name="object"),
    path("figures/", figures.figures, name="figures"),
    path("figures/table/", figures.table, name="figures_table"),
    path("figures/evenness/", evenness.even, name="even"),
    path("figures/evenness/sites/", evenness.mark, name="mark_sites"),
    path("measures/", figures.measures, name="measures"),
    path("briefs/", briefs.briefs, name="briefs"),
    path("briefs/<uuid:brief_id>/", briefs.document, name="brief"),
    path("briefs/<uuid:brief_id>/again/", briefs.again, name="brief_again"),
]
